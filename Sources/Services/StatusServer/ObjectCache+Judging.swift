import Dependencies
import KubernetesClient
import Readiness

/// When and for whom a dependency is judged.
struct Asking {
    /// What the judgement depends on beside the objects and the times.
    var perspective: Perspective
    /// When the wait began.
    var began: Timestamp
    /// The present time.
    var now: Timestamp
    /// When each endpoint of a Service was first seen ready, if it has been ever since. Only for `uptime=`.
    var readySince: [EndpointRecord.Identity: Timestamp] = [:]
}

extension ObjectCache {
    /// Judges a dependency by what is known now: by its rule if all that the rule reads can be believed.
    func judge(_ dependency: Dependency, by basis: Basis, for asking: Asking) -> Judgement {
        let sources: SourceIDs
        switch basis {
        case .none(let verdict, let retries):
            return Judgement(verdict, reviewAt: retries ? asking.now.adding(seconds: Basis.retryDelay) : nil)
        case .gate(let namespaces, let gate):
            return Judgement(doubt(about: dependency, namespaces) ?? gate.verdict(on: dependency, in: self))
        case .sources(let found):
            sources = found
        }
        if let doubt = doubt(about: dependency, sources) ?? unreadable(dependency, sources) {
            return Judgement(doubt)
        }
        let perspective = asking.perspective
        let context = JudgementContext(
            now: asking.now, waitBegan: asking.began, podNamespace: perspective.podNamespace,
            nodeName: perspective.nodeName, completedJobs: perspective.completedJobs,
            podLabel: { _ in perspective.label },
            namesInPodNamespace: { _ in
                sources.objects.map { names(in: $0, namespace: perspective.podNamespace) } ?? []
            })
        return apply(dependency, sources, asking, context)
    }

    private func apply(
        _ dependency: Dependency, _ sources: SourceIDs, _ asking: Asking, _ context: JudgementContext
    ) -> Judgement {
        func objects<Record: WatchedRecord>(_ type: Record.Type) -> [Record] {
            self.objects(type, of: dependency, sources)
        }
        if dependency.isJudgedAsResource {
            return ResourceRule.judge(dependency, objects: objects(ResourceRecord.self), context: context)
        }
        switch dependency.kind {
        case .service:
            let pods = sources.pods.flatMap { records(PodRecord.self, of: $0) }
            return ServiceRule.judge(
                dependency, services: objects(ServiceRecord.self), slices: slices(of: dependency, sources),
                pods: { pods?.records(.uid($0), in: dependency.namespace).first },
                firstSeenReady: { asking.readySince[$0] }, context: context)
        case .job:
            let jobs = objects(JobRecord.self)
            let remembered = jobs.isEmpty ? remembered(dependency, for: asking) : nil
            return JobRule.judge(dependency, jobs: jobs, remembered: remembered, context: context)
        case .pod:
            return PodRule.judge(dependency, pods: objects(PodRecord.self), context: context)
        case .cronjob:
            return CronJobRule.judge(dependency, cronJobs: objects(CronJobRecord.self), context: context)
        case .deployment:
            return DeploymentRule.judge(dependency, deployments: objects(DeploymentRecord.self), context: context)
        case .statefulset:
            return StatefulSetRule.judge(dependency, statefulSets: objects(StatefulSetRecord.self), context: context)
        case .daemonset:
            return DaemonSetRule.judge(
                dependency, daemonSet: objects(DaemonSetRecord.self).first,
                pods: pods(for: dependency, sources, on: asking.perspective.nodeName), context: context)
        case .pvc:
            let claim = objects(VolumeClaimRecord.self).first
            return VolumeClaimRule.judge(dependency, claim: claim, context: context)
        case .crd:
            let definition = objects(CustomResourceDefinitionRecord.self).first
            return CustomResourceDefinitionRule.judge(dependency, definition: definition, context: context)
        case .node:
            return NodeRule.judge(dependency, node: objects(NodeRecord.self).first, context: context)
        case .configmap, .secret:
            let configuration = objects(ConfigurationRecord.self).first
            return ConfigurationRule.judge(dependency, configuration: configuration, context: context)
        case .container:
            return ContainerRule.judge(dependency, container: asking.perspective.container, context: context)
        case .resource, .tcp, .http, .dns, .file:
            return Judgement(Verdict(.unknown, .cacheNotSynced, "\(dependency.displayName) cannot be judged here"))
        }
    }

    private func remembered(_ dependency: Dependency, for asking: Asking) -> RememberedJob? {
        guard let memory, dependency.isRemembered, let asker = asking.perspective.asker else { return nil }
        return memory.remembered(
            dependency, for: asker,
            siblings: {
                records(GatedPod.self, of: .gatedPods)?.records(
                    .uid(ObjectUID(asker.controller.uid)), in: asker.namespace) ?? []
            }, now: asking.now)
    }

    /// The pods that may be of a DaemonSet: those on the waiting pod's node, or all of the namespace if that counts.
    private func pods(for dependency: Dependency, _ sources: SourceIDs, on node: String?) -> [PodRecord] {
        guard let store = sources.pods.flatMap({ records(PodRecord.self, of: $0) }) else { return [] }
        if let node { return store.records(.node(node), in: dependency.namespace) }
        return store.records(inNamespace: dependency.namespace)
    }

    /// Whether an object that a dependency chooses is there, so that the pod's namespace makes no difference.
    func has(_ dependency: Dependency, by basis: Basis) -> Bool {
        guard case .sources(let sources) = basis else { return false }
        func isThere<Record: WatchedRecord>(_ type: Record.Type) -> Bool {
            has(type, of: dependency, sources)
        }
        if dependency.isJudgedAsResource { return isThere(ResourceRecord.self) }
        return switch dependency.kind {
        case .service: isThere(ServiceRecord.self)
        case .job: isThere(JobRecord.self)
        case .pod: isThere(PodRecord.self)
        case .cronjob: isThere(CronJobRecord.self)
        case .deployment: isThere(DeploymentRecord.self)
        case .statefulset: isThere(StatefulSetRecord.self)
        case .daemonset: isThere(DaemonSetRecord.self)
        case .pvc: isThere(VolumeClaimRecord.self)
        case .crd: isThere(CustomResourceDefinitionRecord.self)
        case .node: isThere(NodeRecord.self)
        case .configmap, .secret: isThere(ConfigurationRecord.self)
        case .resource, .container, .tcp, .http, .dns, .file: false
        }
    }

    /// The objects that a dependency chooses: none or one by name, any number by labels.
    private func objects<Record: WatchedRecord>(
        _ type: Record.Type, of dependency: Dependency, _ sources: SourceIDs
    ) -> [Record] {
        guard let id = sources.objects, let store = records(Record.self, of: id) else { return [] }
        switch dependency.target {
        case .name(let name):
            return [store[ObjectName(namespace: namespace(of: dependency, sources), name: name)]].compactMap { $0 }
        case .selector where collection(id)?.isWhole == false:
            return store.all
        case .selector(let selector):
            return store.records(inNamespace: dependency.namespace) { record in
                let labels = record.selectableLabels
                return selector.matches { labels[$0] }
            }
        default:
            return []
        }
    }

    /// Whether a dependency chooses any object, which needs no list of them.
    private func has<Record: WatchedRecord>(
        _ type: Record.Type, of dependency: Dependency, _ sources: SourceIDs
    ) -> Bool {
        guard let id = sources.objects, let store = records(Record.self, of: id) else { return false }
        switch dependency.target {
        case .selector where collection(id)?.isWhole == false:
            return store.count > 0
        case .selector(let selector):
            return store.contains(inNamespace: dependency.namespace) { record in
                let labels = record.selectableLabels
                return selector.matches { labels[$0] }
            }
        default:
            return !objects(type, of: dependency, sources).isEmpty
        }
    }

    /// The Job that a dependency names.
    func job(of dependency: Dependency, by basis: Basis) -> JobRecord? {
        jobs(of: dependency, by: basis).first { !$0.isBeingDeleted }
    }

    /// The Jobs that a dependency chooses, those on their way out included.
    func jobs(of dependency: Dependency, by basis: Basis) -> [JobRecord] {
        guard case .sources(let sources) = basis else { return [] }
        return objects(JobRecord.self, of: dependency, sources)
    }

    /// The EndpointSlices of the Services that a dependency chooses.
    func slices(of dependency: Dependency, _ sources: SourceIDs) -> [EndpointSliceRecord] {
        guard let store = sources.slices.flatMap({ records(EndpointSliceRecord.self, of: $0) }) else { return [] }
        if let name = dependency.objectName { return store.records(.owner(name), in: name.namespace) }
        return objects(ServiceRecord.self, of: dependency, sources).flatMap {
            store.records(.owner($0.objectName), in: $0.namespace)
        }
    }

    /// The verdict where an object is there that cannot be read, and something would follow from its absence.
    private func unreadable(_ dependency: Dependency, _ sources: SourceIDs) -> Verdict? {
        func hasAny(_ id: CollectionID?) -> Bool {
            guard let id else { return false }
            return unreadable(in: id).contains { $0.namespace == dependency.namespace }
        }
        let isDoubtful =
            switch dependency.target {
            case _ where dependency.kind == .container: false
            case .name(let name):
                sources.objects.map(unreadable(in:))?.contains(
                    ObjectName(namespace: namespace(of: dependency, sources), name: name)) ?? false
            case .selector: hasAny(sources.objects)
            case .address, .url, .host, .path: false
            }
        guard
            isDoubtful || (dependency.options.minimum == .all && hasAny(sources.slices))
                || (dependency.options.acceptsAbsence && hasAny(sources.pods))
        else { return nil }
        let message =
            "\(dependency.displayName): the API server sent an object that this server cannot read; see its log"
        return Verdict(.unknown, .unreadable, message)
    }

    /// The namespace that the dependency's object is in; empty for a kind without.
    private func namespace(of dependency: Dependency, _ sources: SourceIDs) -> String {
        guard let collection = sources.objects.flatMap(collection), !collection.resource.isNamespaced else {
            return dependency.namespace
        }
        return ""
    }

    /// Why a dependency cannot be judged by its rule; nil if it can.
    ///
    /// What is kept may be shown while it is being listed again; nobody is released by it then.
    private func doubt(about dependency: Dependency, _ sources: SourceIDs) -> Verdict? {
        let name = dependency.displayName
        for id in sources.all {
            let what = collection(id)?.description ?? "it"
            switch state(of: id) {
            case .current, .relisting:
                continue
            case .unsynced:
                return Verdict(
                    .unknown, .cacheNotSynced, "\(name): this server is still reading what it is judged by")
            case .interrupted(let reason):
                return Verdict(
                    .unknown, .apiServerUnreachable, "\(name): this server cannot see \(what) now: \(reason)")
            case .forbidden(let rule):
                return Verdict(
                    .waiting, .forbidden, "\(name): this server may not list and watch \(what): \(rule)")
            }
        }
        return nil
    }
}
