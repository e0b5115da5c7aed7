import Encodings

/// What a key under `wait.k8s/` on a pod means.
enum AnnotationKey: Hashable {
    /// A list of dependencies of one kind; of kind `resource`, a list whose items say their types.
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

    /// The key that takes a pod out.
    static let inject = prefix + Knob.inject.rawValue

    /// The keys that the product writes: the version that injected a pod, the policies that were applied to it, and the
    /// keys copied from a workload's own metadata.
    static let ownNames = ["injected-by", "policies", "copied"]

    /// The kinds that have a list of their own.
    static let listedKinds = DependencyKind.allCases.filter { $0.annotation != nil && $0 != .resource }

    /// The meaning of a key without its prefix, or nil for an unknown one. An id may follow the name of a list after a
    /// dot, whatever it is: `for-service.db`, `for.certificates`.
    init?(name: String) {
        if let meaning = Self.meanings[name] {
            self = meaning
        } else if case (let list, _?) = Self.split(name), case .list(let kind) = Self.meanings[list] {
            self = .list(kind)
        } else {
            return nil
        }
    }

    private static let meanings: [String: AnnotationKey] = {
        var meanings: [String: AnnotationKey] = ["for": .list(.resource)]
        for kind in listedKinds { meanings["for-\(kind.rawValue)"] = .list(kind) }
        for knob in Knob.allCases { meanings[knob.rawValue] = .knob(knob) }
        for name in ownNames { meanings[name] = .own }
        return meanings
    }()

    /// Whether a key, prefix and all, is one of ours: byte for byte, so that no combining character hides one.
    static func hasPrefix(_ key: String) -> Bool {
        let (bytes, wanted) = (key.utf8.span, prefix.utf8.span)
        guard bytes.count >= wanted.count else { return false }
        for index in wanted.indices where bytes[index] != wanted[index] { return false }
        return true
    }

    /// What to write in place of an unknown key, given without its prefix.
    static func advice(for name: String) -> String {
        let (list, id) = split(name)
        if prefix + name == GateMark.allowFrom.description { return "it belongs on a Namespace." }
        guard let word = kindWord(of: list) else {
            if let near = Spelling.nearest(to: name, among: writableNames) { return "did you mean \(prefix)\(near)?" }
            return "lists are \(prefix)for and \(prefix)for-KIND, KIND one of \(kindNames)."
        }
        let suffix = id.map { ".\(Excerpt.of($0, limit: 20))" } ?? ""
        if word == DependencyKind.resource.rawValue || word == "" { return "did you mean \(prefix)for\(suffix)?" }
        if word == DependencyKind.container.rawValue {
            return "a pod cannot wait for its own containers by annotation."
        }
        // Of `for-…` only the kind is compared: `for-pod` is not a misspelled `for-job`.
        let near =
            BuiltInType.named(word)?.kind.rawValue ?? Spelling.nearest(to: word, among: listedKinds.map(\.rawValue))
        if let near { return "did you mean \(prefix)for-\(near)\(suffix)?" }
        return "a name of your own follows a kind, as \(prefix)for-service.db; kinds are \(kindNames)."
    }

    /// The word that stands where a kind should: after `for-`, `for_`, or alone as the whole of a key.
    private static func kindWord(of list: String) -> String? {
        if list.hasPrefix("for-") || list.hasPrefix("for_") { return String(list.dropFirst(4)).lowercased() }
        return BuiltInType.named(list)?.kind.rawValue
    }

    private static func split(_ name: String) -> (list: String, id: String?) {
        guard let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")) else { return (name, nil) }
        return (String(name[..<dot]), String(name[dot...].dropFirst()))
    }

    private static let kindNames = listedKinds.map(\.rawValue).joined(separator: ", ")

    /// The keys that people may write, without their prefix.
    private static let writableNames =
        ["for"] + listedKinds.map { "for-\($0.rawValue)" } + Knob.allCases.map(\.rawValue)
}
