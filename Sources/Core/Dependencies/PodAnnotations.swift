import Encodings

/// The whole reading of one pod's `wait.k8s/` annotations.
///
/// With errors, the question holds what could be read all the same: a server set to a soft roll-out waits for that; any
/// other refuses the pod. A pod that opts out asks nothing, and nothing else about its annotations is judged.
package struct PodAnnotations: Sendable {
    /// The most bytes that the wait annotations of one pod may have, keys and values together.
    package static let maximumBytes = 16 * 1024

    /// Of how many unknown and repeated keys something is said.
    private static let mostBadKeys = 16

    /// What the pod waits for; nil when nothing is asked for.
    package private(set) var question: WaitQuestion?
    /// How long the pod itself wants to wait; nil where it does not say.
    package private(set) var timeout: TimeLimit?
    /// What the pod itself wants to be done when that time is over.
    package private(set) var onTimeout: TimeoutPolicy?
    /// What the pod itself wants to be done when a dependency has failed for good.
    package private(set) var onFailure: FailurePolicy?
    /// Where the pod wants its waiting container; nil leaves it to the server's settings.
    package private(set) var position: ContainerPosition?
    /// False when the pod opts out.
    package private(set) var inject = true
    /// The CPU quantity for the waiting container, checked for form.
    package private(set) var cpu: String?
    /// The memory quantity for the waiting container, checked for form.
    package private(set) var memory: String?
    /// The image for the waiting container. Whether it is allowed is for the server's settings to say.
    package private(set) var image: String?
    /// What is fine but may be meant otherwise.
    package private(set) var warnings: [Diagnostic] = []
    /// What is wrong: at most one for each setting, each of 64 items and all beyond, and the first 16 unknown or repeated
    /// keys.
    package private(set) var errors: [Diagnostic] = []

    /// Of the errors, the one that says that there is too much in all, which no single annotation is to blame for.
    package var excess: Diagnostic? {
        errors.first { $0.code == .annotationsTooLarge || $0.code == .tooManyDependencies }
    }

    /// Reads the annotations of a pod, ours and others', in any order: the result does not depend on it. The namespace is
    /// the pod's own; the restartPolicy, of which the defaults are made, is the pod's too, nil for `Always`.
    package init(
        _ annotations: [(key: String, value: String)], namespace: String, restartPolicy: String?,
        defaults: PodDefaults = PodDefaults()
    ) {
        let ours = Self.ours(among: annotations)
        guard !ours.contains(where: Self.optsOut) else {
            inject = false
            return
        }
        guard isWithinLimit(ours) else { return }
        var lists: [(kind: DependencyKind, key: String, value: String)] = []
        var knobs: [(knob: AnnotationKey.Knob, key: String, value: String)] = []
        var previousKey: String?
        for (key, value) in ours {
            if key == previousKey {
                repeated(key)
                continue
            }
            previousKey = key
            switch AnnotationKey(name: Self.name(ofKey: key)) {
            case .list(let kind): lists.append((kind, key, value))
            case .knob(let knob): knobs.append((knob, key, value))
            case .own: break
            case nil: unknown(key)
            }
        }
        var reader = DependencyListReader(namespace: namespace)
        // Lists of one kind are merged in the order of their keys.
        for kind in DependencyKind.allCases {
            for index in lists.indices where lists[index].kind == kind {
                reader.read(lists[index].value, of: kind, annotation: lists[index].key)
            }
        }
        errors += reader.errors
        warnings = reader.warnings
        var question = WaitQuestion(dependencies: reader.dependencies, restartPolicy: restartPolicy)
        question.apply(defaults)
        for (knob, key, value) in knobs { read(knob, value, annotation: key) }
        question.apply(
            PodDefaults(timeout: timeout, onTimeout: onTimeout, onFailure: onFailure, position: defaults.position))
        if !reader.dependencies.isEmpty { self.question = question }
    }
}

extension PodAnnotations {
    private mutating func read(_ knob: AnnotationKey.Knob, _ value: String, annotation: String) {
        let text = SourceText(value).trimmed
        do throws(Mistake) {
            switch knob {
            case .timeout: timeout = try TimeLimit(text)
            case .onTimeout: onTimeout = try Keyword.parse(text, as: TimeoutPolicy.self)
            case .onFailure: onFailure = try Keyword.parse(text, as: FailurePolicy.self)
            case .position: position = try Keyword.parse(text, as: ContainerPosition.self)
            case .inject: _ = try Keyword.parse(text, as: Switch.self)
            case .cpu: cpu = try ResourceQuantity.checked(text, .cpu)
            case .memory: memory = try ResourceQuantity.checked(text, .memory)
            case .image: image = try ImageReference.checked(text)
            }
        } catch {
            errors.append(Diagnostic(error, annotation: annotation, item: value))
        }
    }

    /// Our annotations in the order of their keys, which is the order of what the API server sends.
    private static func ours(among annotations: [(key: String, value: String)]) -> [(key: String, value: String)] {
        var ours = annotations
        if !ours.allSatisfy({ AnnotationKey.hasPrefix($0.key) }) {
            ours.removeAll { !AnnotationKey.hasPrefix($0.key) }
        }
        let isSorted = ours.indices.dropFirst().allSatisfy { ours[$0 - 1].key <= ours[$0].key }
        return isSorted ? ours : ours.sorted { $0.key < $1.key }
    }

    /// Whether this annotation takes the pod out, so that nothing else of it matters.
    private static func optsOut(key: String, value: String) -> Bool {
        key == AnnotationKey.inject
            && SourceText(value).trimmed.string == Switch.off.rawValue
    }

    /// What follows the prefix.
    private static func name(ofKey key: String) -> String {
        String(Substring(key.utf8.dropFirst(AnnotationKey.prefix.utf8.count)))
    }

    /// Refuses a pod whose wait annotations are larger than the limit, before anything else is done with them.
    private mutating func isWithinLimit(_ ours: [(key: String, value: String)]) -> Bool {
        let size = ours.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        guard size > Self.maximumBytes, let largest = ours.max(by: { $0.value.utf8.count < $1.value.utf8.count }) else {
            return true
        }
        let message = "The pod's wait annotations have \(size) bytes; \(Self.maximumBytes) are allowed in all."
        errors.append(
            Diagnostic(Mistake(.annotationsTooLarge, at: 1, message), annotation: largest.key, item: ""))
        return false
    }

    private mutating func repeated(_ key: String) {
        guard errors.count < Self.mostBadKeys else { return }
        let mistake = Mistake(.repeatedAnnotation, at: 1, "This annotation is given twice; keep one.")
        errors.append(Diagnostic(mistake, annotation: key, item: ""))
    }

    private mutating func unknown(_ key: String) {
        // Looking for near words costs time: a pod with so many unknown keys has heard enough.
        guard errors.count < Self.mostBadKeys else { return }
        let advice = AnnotationKey.advice(for: Self.name(ofKey: key))
        let message = "\(Excerpt.quoted(key, limit: 60)) is not an annotation of this version; \(advice)"
        errors.append(Diagnostic(Mistake(.unknownAnnotation, at: 1, message), annotation: key, item: ""))
    }
}

extension WaitQuestion {
    /// Puts what settings say in place of the defaults by restartPolicy.
    package mutating func apply(_ defaults: PodDefaults) {
        timeout = defaults.timeout ?? timeout
        onTimeout = defaults.onTimeout ?? onTimeout
        onFailure = defaults.onFailure ?? onFailure
    }
}
