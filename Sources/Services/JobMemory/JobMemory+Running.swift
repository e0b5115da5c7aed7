import KubernetesClient
import Locking
import Logging
import Readiness

extension JobMemory {
    /// Reads the record and keeps it, until the task is cancelled.
    ///
    /// Namespaces are watched from the first question on that needs their UIDs.
    ///
    /// - Parameter listener: hears which Jobs are to be judged again.
    package func run(_ listener: @escaping Listener) async {
        if settings.namespace == nil {
            logger.warning(
                "finished Jobs are remembered by this process alone: its namespace is not known; name it with --namespace"
            )
        }
        await withTaskGroup { group in
            if let namespace = settings.namespace { group.addTask { await self.watchRecord(in: namespace) } }
            group.addTask { await self.watchNamespaces() }
            group.addTask { await self.writeAndSweep() }
            group.addTask { await self.remindOfSweeps() }
            group.addTask {
                for await _ in self.news.bell.rings { await listener(self.news.take()) }
            }
        }
    }

    // MARK: Watching

    private func watchRecord(in namespace: String) async {
        let reflector = Reflector(
            client: client, resource: .configMaps, namespace: namespace,
            fieldSelector: "metadata.name=\(settings.name)", clock: clock, logger: logger
        ) { [weak self] events in self?.receiveRecord(events) }
        await reflector.run()
    }

    private func watchNamespaces() async {
        for await _ in need.rings { break }
        guard !Task.isCancelled else { return }
        let reflector = Reflector(client: client, resource: .namespaces, clock: clock, logger: logger) {
            [weak self] events in self?.receiveNamespaces(events)
        }
        await reflector.run()
    }

    /// What one event says of our ConfigMap.
    private enum RecordEvent {
        case listing
        case document(ConfigMapDocument)
        case absent
        case listed
    }

    /// Takes what the watch of our ConfigMap tells.
    func receiveRecord(_ events: [ReflectorEvent<[UInt8]>]) {
        // Read before the lock is taken: judging waits for it.
        let read = events.compactMap(recordEvent)
        guard !read.isEmpty else { return }
        change { state in
            for event in read {
                switch event {
                case .listing: state.isListed = false
                case .document(let document):
                    state.isListed = true
                    state.keeper.observe(document)
                case .absent: state.keeper.observeAbsence()
                case .listed: if !state.isListed { state.keeper.observeAbsence() }
                }
            }
        }
        wake.ring()
    }

    private func recordEvent(_ event: ReflectorEvent<[UInt8]>) -> RecordEvent? {
        switch event {
        case .listing: .listing
        // What is no object at all says nothing: the watch tells it again.
        case .applied(let json):
            (try? ConfigMapDocument(json.span)).flatMap { $0.name == settings.name ? .document($0) : nil }
        case .deleted: .absent
        case .listed: .listed
        case .current, .interrupted, .forbidden: nil
        }
    }

    /// Takes what the watch of Namespaces tells.
    func receiveNamespaces(_ events: [ReflectorEvent<[UInt8]>]) {
        let (facts, jobs) = state.withLock { state -> ([CompletionFact], Set<JobName>) in
            let wasCurrent = state.namespaces.isCurrent
            for event in events { state.namespaces.apply(event) }
            guard state.namespaces.isCurrent else { return ([], []) }
            let facts = state.sightings.filter { $0.belongs(to: state.namespaces) }
                .compactMap { $0.fact(state.namespaces) }
            state.sightings = []
            guard !wasCurrent else { return (facts, []) }
            let names = state.namespaces.names
            return (facts, Set(state.keeper.record.all.compactMap { JobName($0.job, names) }))
        }
        for fact in facts { take(state.withLock { $0.keeper.add(fact) }) }
        news.add(jobs)
    }

    /// Changes the record as it is believed, and tells of what that changes.
    func change(_ body: (inout State) -> Void) {
        let (jobs, complaint) = state.withLock { state -> (Set<JobName>, String?) in
            let (before, base) = (state.keeper.record, state.keeper.base)
            body(&state)
            let changed = state.keeper.record.jobs(changedIn: before)
            let names = changed.isEmpty ? [:] : state.namespaces.names
            var complaint: String?
            if case .unreadable(let reason) = state.keeper.base, base != state.keeper.base { complaint = reason }
            return (Set(changed.compactMap { JobName($0, names) }), complaint)
        }
        if let complaint {
            logger.error(
                "the record of finished Jobs is not understood: it is neither believed nor overwritten; delete it to begin anew",
                metadata: ["configmap": "\(settings.namespace ?? "")/\(settings.name)", "reason": "\(complaint)"])
        }
        measure()
        news.add(jobs)
    }
}

extension JobMemory.JobName {
    /// The Job's name with that of its namespace; nil for a namespace that is gone, or not known.
    init?(_ job: CompletionFact.JobKey, _ namespaces: [String: String]) {
        guard let namespace = namespaces[job.namespaceUID] else { return nil }
        self.init(namespace: namespace, name: job.name)
    }
}
