import Dependencies
import KubernetesClient
import Readiness

/// By what a dependency could be judged, before any object is looked at.
enum Footing {
    /// By these collections.
    case sources(DependencySources)
    /// By these collections, once the Namespace lets the pod ask.
    case gated(DependencySources, Gate)
    /// Not at all as things are, and why.
    case obstacle(Verdict)
    /// Nobody has found out yet what kind of object it is.
    case kindUnknown(Verdict)

    /// - Parameters:
    ///   - asker: the namespace of the pods that ask; nil where it makes no difference, or nobody in particular asks.
    ///   - resolution: what discovery says of the type of a dependency on an object of any kind; nil for nothing yet.
    init(of dependency: Dependency, for asker: String?, resolution: Resolution?, settings: StatusServerSettings) {
        let name = dependency.displayName
        guard settings.allowedKinds.allows(dependency.kind) else {
            let kind = dependency.kind.resource?.plural ?? ""
            self = .obstacle(Self.forbidden(name, "\(kind)"))
            return
        }
        var resource: ResourceType?
        if dependency.kind == .resource {
            guard !settings.allowedKinds.entries.isEmpty else {
                self = .obstacle(Self.forbidden(name, "its kind"))
                return
            }
            switch resolution {
            case nil:
                let message = "\(name): this server is finding out what kind of object that is"
                self = .kindUnknown(Verdict(.unknown, .cacheNotSynced, message))
                return
            case .failed(let reason):
                self = .obstacle(Verdict(.unknown, .apiServerUnreachable, "\(name): \(reason)"))
                return
            case .notFound:
                let message =
                    "\(name): the cluster serves no such kind; it is looked for again as CustomResourceDefinitions arrive"
                self = .obstacle(Verdict(.waiting, .kindNotFound, message))
                return
            case .found(let found):
                guard settings.allowedKinds.allows(plural: found.plural, group: found.group) else {
                    self = .obstacle(Self.forbidden(name, found.description))
                    return
                }
                resource = found
            }
        }
        guard let sources = DependencySources(of: dependency, as: resource), sources.objects != nil else {
            self = .obstacle(Verdict(.unknown, .cacheNotSynced, "\(name) cannot be judged here"))
            return
        }
        let ruling = settings.crossNamespace.ruling(
            on: dependency, from: asker ?? dependency.namespace,
            type: resource.map { ($0.plural, $0.group, $0.isNamespaced) })
        switch ruling.access {
        case .allow:
            self = .sources(sources)
        case .granted:
            self = .gated(
                sources,
                Gate(namespace: dependency.namespace, asker: asker ?? dependency.namespace))
        case .deny:
            let message =
                "\(name): this server does not let pods wait for \(ruling.subject); its operator can allow it by "
                + "--cross-namespace"
            self = .obstacle(Verdict(.stalled, .crossNamespaceDenied, message))
        }
    }

    private static func forbidden(_ name: String, _ kind: String) -> Verdict {
        let message = "\(name): this server may not look at it; the operator's --allow-kinds has to name \(kind)"
        return Verdict(.waiting, .forbidden, message)
    }
}
