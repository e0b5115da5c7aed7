/// What kind of thing a dependency waits for.
package enum DependencyKind: String, CaseIterable, Hashable, Sendable {
    case service
    case pod
    case job
    case cronjob
    case deployment
    case statefulset
    case daemonset
    case pvc
    case crd
    case configmap
    case secret
    case node
    /// An object of any other kind, named as `kubectl get TYPE[.VERSION][.GROUP]/NAME` names it.
    case resource
    /// A port that the client itself connects to.
    case tcp
    /// A URL that the client itself asks.
    case http
    /// A name that the client itself resolves.
    case dns
    /// A file in the waiting container's own file system.
    case file
    /// Another container of the waiting pod itself: what kubernetes-entrypoint calls a container dependency.
    case container

    /// The kind's name as Kubernetes writes it, for messages.
    package var displayName: String { grammar.displayName }

    /// The kind's name with its article, for the middle of a sentence: `a Job`, `an object`.
    var phrase: String { self == .resource ? "an \(displayName)" : "a \(displayName)" }

    /// The same for the beginning of a sentence.
    var openingPhrase: String { "A" + phrase.dropFirst() }

    /// The key of the annotation that lists dependencies of this kind; nil for one that only arguments can name.
    package var annotation: String? {
        switch self {
        case .container: nil
        case .resource: "\(AnnotationKey.prefix)for"
        default: "\(AnnotationKey.prefix)for-\(rawValue)"
        }
    }

    /// Whether a dependency of this kind can fail for good, so that `on-failure` fits it.
    package var canFail: Bool { grammar.options.contains(.onFailure) }

    /// Who finds out whether it is ready.
    package var judge: Judge {
        switch self {
        case .tcp, .http, .dns, .file: .client
        default: .server
        }
    }

    /// The two that judge.
    package enum Judge: Hashable, Sendable {
        /// The status server, by the objects that it watches.
        case server
        /// The waiting client, by probing in the pod's own network and file system.
        case client
    }
}
