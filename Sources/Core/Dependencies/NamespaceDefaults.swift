import Encodings

/// What a Namespace's annotations say for the pods in it that do not say it themselves: `wait.k8s/timeout`,
/// `wait.k8s/on-timeout`, `wait.k8s/on-failure` and `wait.k8s/position`.
///
/// A bad value counts as none, since a Namespace must not keep pods from being created; the mistake is kept, to be told to
/// whoever creates them.
package struct NamespaceDefaults: Hashable, Sendable {
    /// How long to wait; nil where the Namespace does not say.
    package private(set) var timeout: TimeLimit?
    /// What to do when the time is over.
    package private(set) var onTimeout: TimeoutPolicy?
    /// What to do when a dependency has failed for good.
    package private(set) var onFailure: FailurePolicy?
    /// Where the waiting container stands.
    package private(set) var position: ContainerPosition?
    /// What is wrong: the first few.
    package private(set) var mistakes: [Diagnostic] = []

    /// How many mistakes are kept: a record of each Namespace is.
    private static let mostMistakes = 4
    /// The longest value that is looked at, in bytes: none of the words is nearly as long.
    private static let maximumBytes = 256

    /// Says nothing, and has no mistakes.
    package var isEmpty: Bool {
        timeout == nil && onTimeout == nil && onFailure == nil && position == nil && mistakes.isEmpty
    }

    /// Reads the annotations of a Namespace, ours and others', in any order.
    package init(_ annotations: [(key: String, value: String)]) {
        for (key, value) in annotations.sorted(by: { $0.key < $1.key }) where AnnotationKey.hasPrefix(key) {
            guard key != GateMark.allowFrom.description else { continue }
            do throws(Mistake) {
                try read(key, value)
            } catch {
                if mistakes.count < Self.mostMistakes {
                    mistakes.append(Diagnostic(error, annotation: key, item: value))
                }
            }
        }
    }

    private mutating func read(_ key: String, _ value: String) throws(Mistake) {
        guard value.utf8.count <= Self.maximumBytes else {
            throw Mistake(.unknownWord, at: 1, "The value has \(value.utf8.count) bytes, which no such word has.")
        }
        let text = SourceText(value).trimmed
        switch Self.knob(key) {
        case .timeout: timeout = try TimeLimit(text)
        case .onTimeout: onTimeout = try Keyword.parse(text, as: TimeoutPolicy.self)
        case .onFailure: onFailure = try Keyword.parse(text, as: FailurePolicy.self)
        case .position: position = try Keyword.parse(text, as: ContainerPosition.self)
        case .inject, .cpu, .memory, .image, nil:
            let words = [AnnotationKey.Knob.timeout, .onTimeout, .onFailure, .position].map(\.rawValue)
            throw Mistake(
                .unknownAnnotation, at: 1,
                key == AnnotationKey.prefix + "injection"
                    ? "It is a label of a Namespace, not an annotation."
                    : "A Namespace can say \(words.joined(separator: ", ")) and allow-from.")
        }
    }

    private static func knob(_ key: String) -> AnnotationKey.Knob? {
        AnnotationKey.Knob.allCases.first { key.utf8.elementsEqual((AnnotationKey.prefix + $0.rawValue).utf8) }
    }
}

extension PodDefaults {
    /// What holds in a namespace: what it says, and else this.
    package func overridden(by namespace: NamespaceDefaults?) -> PodDefaults {
        guard let namespace else { return self }
        return PodDefaults(
            timeout: namespace.timeout ?? timeout, onTimeout: namespace.onTimeout ?? onTimeout,
            onFailure: namespace.onFailure ?? onFailure, position: namespace.position ?? position)
    }
}
