package import Dependencies
import KubernetesClient
package import Readiness

/// What is known of the cluster: the objects of the watched collections, and how far each collection can be believed.
///
/// Pure and single-writer: events in, what they touch out.
package struct ObjectCache: Sendable {
    private var states: [WatchedKind: CacheState] = [:]
    private var pods = ObjectStore<GatedPod>()
    private var services = ObjectStore<ServiceRecord>()
    private var slices = ObjectStore<EndpointSliceRecord>()
    private var slicesOfService: [ObjectName: Set<String>] = [:]
    private var jobs = ObjectStore<JobRecord>()

    /// A cache in which no collection has ever been listed.
    package init() {}

    // MARK: Reading

    /// How far a collection can be believed.
    package func state(of kind: WatchedKind) -> CacheState { states[kind] ?? .unsynced }

    /// The gated pod of that name.
    package func pod(_ name: ObjectName) -> GatedPod? { pods[name.namespace, name.name] }

    /// The Service of that name.
    package func service(_ name: ObjectName) -> ServiceRecord? { services[name.namespace, name.name] }

    /// The EndpointSlices of the Service of that name, whether or not it exists.
    package func endpointSlices(of service: ObjectName) -> [EndpointSliceRecord] {
        guard let names = slicesOfService[service] else { return [] }
        return names.compactMap { slices[service.namespace, $0] }
    }

    /// The Job of that name.
    package func job(_ name: ObjectName) -> JobRecord? { jobs[name.namespace, name.name] }

    /// The names of the objects of a dependency's kind in one namespace.
    package func names(of kind: DependencyKind, in namespace: String) -> [String] {
        var names: [String] = []
        switch kind {
        case .service: services.forEach(inNamespace: namespace) { name, _ in names.append(name) }
        case .job: jobs.forEach(inNamespace: namespace) { name, _ in names.append(name) }
        default: break
        }
        return names
    }

    /// How many objects of a kind are kept.
    package func count(of kind: WatchedKind) -> Int {
        switch kind {
        case .gatedPods: pods.count
        case .services: services.count
        case .endpointSlices: slices.count
        case .jobs: jobs.count
        }
    }

    // MARK: Writing

    /// Takes one event, and adds to `touched` what has to be judged again.
    ///
    /// While a collection is not current its objects touch nothing: they are judged together once it is.
    package mutating func apply(_ event: CacheEvent, of kind: WatchedKind, touched: inout Touched) {
        switch event {
        case .listing:
            beginList(of: kind)
            if state(of: kind) == .current { change(kind, to: .relisting, &touched) }
        case .applied(let object):
            keep(object, of: kind, &touched)
        case .deleted(let name), .unreadable(let name, _):
            remove(name, of: kind, &touched)
        case .listed:
            endList(of: kind, &touched)
        case .current:
            change(kind, to: .current, &touched)
        case .interrupted(let reason):
            change(kind, to: .interrupted(reason), &touched)
        case .forbidden(let rule):
            change(kind, to: .forbidden(rule), &touched)
        case .garbled(let error):
            change(kind, to: .interrupted("the API server sent an object that cannot be read: \(error)"), &touched)
        }
    }

    /// Forgets a collection that is no longer watched.
    package mutating func forget(_ kind: WatchedKind, touched: inout Touched) {
        switch kind {
        case .gatedPods: pods.removeAll()
        case .services: services.removeAll()
        case .endpointSlices:
            slices.removeAll()
            slicesOfService.removeAll()
        case .jobs: jobs.removeAll()
        }
        change(kind, to: .unsynced, &touched)
    }

    // MARK: Parts

    private mutating func change(_ kind: WatchedKind, to state: CacheState, _ touched: inout Touched) {
        guard self.state(of: kind) != state else { return }
        states[kind] = state
        touched.kinds.insert(kind)
    }

    private mutating func keep(_ object: CachedObject, of kind: WatchedKind, _ touched: inout Touched) {
        switch object {
        case .pod(let pod):
            pods.apply(pod, namespace: pod.name.namespace, name: pod.name.name)
            touch(.gatedPods, pod.name, &touched)
        case .service(let service):
            services.apply(service, namespace: service.namespace, name: service.name)
            touch(.services, ObjectName(namespace: service.namespace, name: service.name), &touched)
        case .endpointSlice(let slice):
            let old = slices.apply(slice, namespace: slice.namespace, name: slice.name)
            if let old, old.serviceName != slice.serviceName { unlink(old, &touched) }
            guard !slice.serviceName.isEmpty else { return }
            let name = ObjectName(namespace: slice.namespace, name: slice.serviceName)
            slicesOfService[name, default: []].insert(slice.name)
            touch(.endpointSlices, name, &touched)
        case .job(let job):
            jobs.apply(job, namespace: job.namespace, name: job.name)
            touch(.jobs, ObjectName(namespace: job.namespace, name: job.name), &touched)
        }
    }

    private mutating func remove(_ name: ObjectName, of kind: WatchedKind, _ touched: inout Touched) {
        switch kind {
        case .gatedPods: pods.remove(namespace: name.namespace, name: name.name)
        case .services: services.remove(namespace: name.namespace, name: name.name)
        case .jobs: jobs.remove(namespace: name.namespace, name: name.name)
        case .endpointSlices:
            if let slice = slices.remove(namespace: name.namespace, name: name.name) { unlink(slice, &touched) }
            return
        }
        touch(kind, name, &touched)
    }

    private mutating func unlink(_ slice: EndpointSliceRecord, _ touched: inout Touched) {
        guard !slice.serviceName.isEmpty else { return }
        let name = ObjectName(namespace: slice.namespace, name: slice.serviceName)
        slicesOfService[name]?.remove(slice.name)
        if slicesOfService[name]?.isEmpty == true { slicesOfService[name] = nil }
        touch(.endpointSlices, name, &touched)
    }

    private func touch(_ kind: WatchedKind, _ name: ObjectName, _ touched: inout Touched) {
        guard state(of: kind).isTrusted else { return }
        switch kind {
        case .gatedPods: touched.pods.insert(name)
        case .services, .endpointSlices: touched.targets.insert(Touched.Target(kind: .service, name: name))
        case .jobs: touched.targets.insert(Touched.Target(kind: .job, name: name))
        }
    }

    private mutating func beginList(of kind: WatchedKind) {
        switch kind {
        case .gatedPods: pods.beginList()
        case .services: services.beginList()
        case .endpointSlices: slices.beginList()
        case .jobs: jobs.beginList()
        }
    }

    private mutating func endList(of kind: WatchedKind, _ touched: inout Touched) {
        switch kind {
        case .gatedPods: pods.endList()
        case .services: services.endList()
        case .endpointSlices:
            for gone in slices.endList() { unlink(gone.record, &touched) }
        case .jobs: jobs.endList()
        }
    }
}
