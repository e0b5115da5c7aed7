/// What a key under `wait.k8s/` on a pod means.
enum AnnotationKey: Hashable {
    /// A list of dependencies of one kind.
    case list(DependencyKind)
    /// One of the settings of the whole pod.
    case knob(Knob)
    /// Written by the product itself, never by people: nothing to read.
    case own

    /// The settings of the whole pod.
    enum Knob: String, CaseIterable {
        case timeout
        case onTimeout = "on-timeout"
        case onFailure = "on-failure"
        case position
        case inject
        case cpu
        case memory
        case image
    }

    /// What all keys begin with.
    static let prefix = GateMark.prefix.description

    /// The keys that the product writes: the version that injected a pod, and the keys copied from a workload's own
    /// metadata.
    static let ownNames = ["injected-by", "copied"]

    /// The meaning of a key without its prefix, or nil for an unknown one.
    init?(name: String) {
        if name.hasPrefix("for-"), let kind = DependencyKind(rawValue: String(name.dropFirst(4))), kind.annotation != nil {
            self = .list(kind)
        } else if let knob = Knob(rawValue: name) {
            self = .knob(knob)
        } else if Self.ownNames.contains(name) {
            self = .own
        } else {
            return nil
        }
    }

    /// The key, without its prefix, that an unknown one was probably meant to be. Of `for-…` only the kind is compared:
    /// `for-pod` is not a misspelled `for-job`.
    static func nearest(to name: String) -> String? {
        guard name.hasPrefix("for-") else { return Spelling.nearest(to: name, among: writableNames) }
        let kinds = DependencyKind.allCases.map(\.rawValue)
        return Spelling.nearest(to: String(name.dropFirst(4)), among: kinds).map { "for-\($0)" }
    }

    /// The keys that people may write, without their prefix.
    private static let writableNames =
        DependencyKind.allCases.map { "for-\($0.rawValue)" } + Knob.allCases.map(\.rawValue)
}
