package import Dependencies
package import KubernetesClient
import Readiness

/// The collections that a dependency is judged by.
package struct DependencySources: Hashable, Sendable {
    /// The one that holds what the dependency names; nil where that is no object.
    package var objects: WatchedCollection?
    /// The EndpointSlices of the Services in it.
    package var slices: WatchedCollection?
    /// The pods behind it, where they count themselves.
    package var pods: WatchedCollection?
    /// The Namespaces, where the dependency's own has to let the pod ask.
    package var namespaces: WatchedCollection?

    /// All of them.
    var all: [WatchedCollection] { [objects, slices, pods, namespaces].compactMap { $0 } }

    /// As long as the Namespace does not let the pod ask, nothing else may be looked at.
    static let gate: DependencySources = {
        var sources = DependencySources()
        sources.namespaces = .namespaces
        return sources
    }()

    private init() {}

    /// The collections for a dependency; nil for one that this server does not judge, or not yet.
    ///
    /// - Parameter discovered: what discovery says of the type of a dependency on an object of any kind.
    package init?(of dependency: Dependency, as discovered: ResourceType? = nil) {
        if dependency.isJudgedAsResource {
            guard let resource = discovered ?? dependency.kind.resource else { return nil }
            objects = Self.selection(of: dependency, resource, as: .resource(ResourceRequirement(dependency)))
            return
        }
        switch dependency.kind {
        case .service:
            objects = .services
            slices = .endpointSlices
            if dependency.needsUptime, !dependency.isPresenceAlone {
                pods = .pods(inNamespace: dependency.namespace)
            }
        case .job: objects = .jobs
        case .cronjob: objects = .cronJobs
        case .deployment: objects = .deployments
        case .statefulset: objects = .statefulSets
        case .daemonset:
            objects = .daemonSets
            if !dependency.isPresenceAlone { pods = .pods(inNamespace: dependency.namespace) }
        case .pod: objects = Self.selection(of: dependency, .pods, as: .pod)
        case .pvc: objects = .volumeClaims
        case .crd: objects = .definitions
        case .node: objects = .nodes
        case .configmap: objects = Self.selection(of: dependency, .configMaps, as: .configuration)
        case .secret: objects = Self.selection(of: dependency, .secrets, as: .configuration)
        case .container: objects = .gatedPods
        case .resource, .tcp, .http, .dns, .file: return nil
        }
    }

    /// No more of a type than what a dependency chooses.
    private static func selection(
        of dependency: Dependency, _ resource: ResourceType, as form: RecordForm
    ) -> WatchedCollection? {
        switch dependency.target {
        case .name(let name):
            WatchedCollection(resource, as: form, only: ObjectName(namespace: dependency.namespace, name: name))
        case .selector(let selector):
            WatchedCollection(
                resource, as: form, namespace: resource.isNamespaced ? dependency.namespace : nil,
                labelSelector: selector.description)
        case .address, .url, .host, .path:
            nil
        }
    }
}

extension DependencyKind {
    /// Where the API server serves the kind; nil for one that only discovery can tell, or that is no object.
    var resource: ResourceType? {
        switch self {
        case .service: .services
        case .pod: .pods
        case .job: .jobs
        case .cronjob: .cronJobs
        case .deployment: .deployments
        case .statefulset: .statefulSets
        case .daemonset: .daemonSets
        case .pvc: .persistentVolumeClaims
        case .crd: .customResourceDefinitions
        case .configmap: .configMaps
        case .secret: .secrets
        case .node: .nodes
        case .resource, .tcp, .http, .dns, .file, .container: nil
        }
    }
}

extension Dependency {
    /// Whether it must have been ready for some time.
    var needsUptime: Bool { (options.uptime ?? 0) > 0 }

    /// Whether no more is asked than that an object is there, or is not.
    fileprivate var isPresenceAlone: Bool { options.needsOnlyExistence || options.needsAbsence }
}

/// The places of these collections in the cache.
struct SourceIDs: Hashable, Sendable {
    /// The one that holds what the dependency names.
    var objects: CollectionID?
    /// The EndpointSlices of the Services in it.
    var slices: CollectionID?
    /// The pods behind it.
    var pods: CollectionID?
    /// The Namespaces, where the dependency's own has to let the pod ask.
    var namespaces: CollectionID?

    /// All of them.
    var all: [CollectionID] { [objects, slices, pods, namespaces].compactMap { $0 } }

    /// Finds each of them; nil if one is not there.
    init?(_ sources: DependencySources, in cache: ObjectCache) {
        objects = sources.objects.flatMap(cache.find)
        slices = sources.slices.flatMap(cache.find)
        pods = sources.pods.flatMap(cache.find)
        namespaces = sources.namespaces.flatMap(cache.find)
        guard all.count == sources.all.count else { return nil }
    }

    /// Makes a place for each that has none.
    init(_ sources: DependencySources, for cache: inout ObjectCache) {
        objects = sources.objects.map { cache.id(for: $0) }
        slices = sources.slices.map { cache.id(for: $0) }
        pods = sources.pods.map { cache.id(for: $0) }
        namespaces = sources.namespaces.map { cache.id(for: $0) }
    }
}
