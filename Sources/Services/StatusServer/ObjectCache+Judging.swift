import Dependencies
import Readiness

extension ObjectCache {
    /// Judges a dependency by what is known now: by its rule if all that the rule reads can be believed.
    func judge(
        _ dependency: Dependency, by basis: Basis, as perspective: Perspective, began: Timestamp, now: Timestamp
    ) -> Judgement {
        let sources: SourceIDs
        switch basis {
        case .none(let verdict, let retries):
            return Judgement(verdict, reviewAt: retries ? now.adding(seconds: Basis.retryDelay) : nil)
        case .sources(let found):
            sources = found
        }
        if let doubt = doubt(about: dependency, sources) { return Judgement(doubt) }
        let context = JudgementContext(
            now: now, waitBegan: began, podNamespace: perspective.podNamespace,
            completedJobs: perspective.completedJobs, podLabel: { _ in perspective.label },
            namesInPodNamespace: { _ in
                sources.objects.map { names(in: $0, namespace: perspective.podNamespace) } ?? []
            })
        return apply(dependency, sources, context)
    }

    private func apply(_ dependency: Dependency, _ sources: SourceIDs, _ context: JudgementContext) -> Judgement {
        switch dependency.kind {
        case .service:
            return ServiceRule.judge(
                dependency, services: objects(ServiceRecord.self, of: dependency, sources),
                slices: slices(of: dependency, sources), context: context)
        case .job:
            return JobRule.judge(
                dependency, jobs: objects(JobRecord.self, of: dependency, sources), context: context)
        default:
            return Judgement(Verdict(.unknown, .cacheNotSynced, "\(dependency.displayName) cannot be judged here"))
        }
    }

    /// Whether an object that a dependency chooses is there, so that the pod's namespace makes no difference.
    func has(_ dependency: Dependency, by basis: Basis) -> Bool {
        guard case .sources(let sources) = basis else { return false }
        return switch dependency.kind {
        case .service: !objects(ServiceRecord.self, of: dependency, sources).isEmpty
        case .job: !objects(JobRecord.self, of: dependency, sources).isEmpty
        default: false
        }
    }

    /// The objects that a dependency chooses: none or one by name, any number by labels.
    private func objects<Record: WatchedRecord>(
        _ type: Record.Type, of dependency: Dependency, _ sources: SourceIDs
    ) -> [Record] {
        guard let id = sources.objects, let store = records(Record.self, of: id) else { return [] }
        switch dependency.target {
        case .name(let name):
            return [store[ObjectName(namespace: dependency.namespace, name: name)]].compactMap { $0 }
        case .selector(let selector):
            return store.records(inNamespace: dependency.namespace) { record in
                let labels = record.selectableLabels
                return selector.matches { labels[$0] }
            }
        default:
            return []
        }
    }

    private func slices(of dependency: Dependency, _ sources: SourceIDs) -> [EndpointSliceRecord] {
        guard let id = sources.slices, let store = records(EndpointSliceRecord.self, of: id),
            let name = dependency.objectName
        else { return [] }
        return store.records(of: name)
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
