import Dependencies
package import KubernetesClient
package import Readiness
package import StatusAPI

extension WaitRegistry {
    /// Answers a question by what is known now, and leaves no trace.
    ///
    /// A wait of the same pod that is going on lends what it knows of its past.
    ///
    /// - Parameter resolutions: what discovery says of kinds that nobody waits for.
    package func answer(
        _ request: WaitRequest, resolutions: [String: Resolution] = [:], now: Timestamp
    ) -> StatusAnswer {
        var settings = settings
        settings.identityGrace = .zero
        let wait = Wait(id: WaitID(slot: -1, generation: 0), request: request, peer: "", now: now)
        switch Identity(of: wait, in: cache, settings: settings, now: now) {
        case .known(let pod, let container, let question):
            return answer(question, of: pod, in: container, wait, resolutions, now: now)
        case .parked(_, _, let message):
            return StatusAnswer(lines: [.unknown(message: message ?? "the pod is not known")], collections: [])
        case .ended(.refused(let message)):
            return StatusAnswer(lines: [.outcome(.refused(message: message))], collections: [])
        case .unchanged, .same, .ended:
            return StatusAnswer(lines: [.unknown(message: "the pod is not known")], collections: [])
        }
    }

    private func answer(
        _ question: WaitQuestion, of pod: GatedPod, in container: String, _ wait: Wait,
        _ resolutions: [String: Resolution], now: Timestamp
    ) -> StatusAnswer {
        let past = past(of: pod, in: container)
        var wait = wait
        wait.ask(question)
        var lines: [WaitLine] = []
        var failures: [Int: String] = [:]
        var collections: Set<WatchedCollection> = []
        var isTrusted = true
        var types: Set<String> = []
        for (index, dependency) in question.judgedHere.enumerated() {
            let perspective = Perspective(of: pod, for: dependency, seenJobs: past?.seenJobs(at: index) ?? [])
            let resolution = table.lookups.answer(dependency.resourceType) ?? resolutions[dependency.resourceType]
            let footing = Footing(of: dependency, for: pod.namespace, resolution: resolution, settings: settings)
            if case .kindUnknown = footing { types.insert(dependency.resourceType) }
            let basis = basis(of: dependency, footing, &collections)
            isTrusted = isTrusted && basis.collections.allSatisfy { cache.state(of: $0).isTrusted }
            let judgement = cache.judge(
                dependency, by: basis, for: Asking(perspective: perspective, began: past?.began ?? now, now: now))
            let line = VerdictLine(judgement, of: dependency.description)
            lines.append(.verdict(line.status))
            wait.judged(index, line.status.state)
            failures[index] = line.status.message
        }
        if wait.hasProbes {
            lines.append(.ready(wait.isReady && isTrusted))
        } else if isTrusted {
            if wait.isReady {
                lines.append(.outcome(.released))
            } else if let index = wait.fatalIndex {
                lines.append(.outcome(.failed(message: failures[index] ?? "")))
            }
        }
        return StatusAnswer(lines: lines, collections: collections, unknownKinds: types)
    }

    /// What a dependency would be judged by if somebody waited for it.
    private func basis(
        of dependency: Dependency, _ footing: Footing, _ collections: inout Set<WatchedCollection>
    ) -> Basis {
        var sources: DependencySources
        var gate: Gate?
        switch footing {
        case .obstacle(let verdict), .kindUnknown(let verdict): return .none(verdict, retries: false)
        case .sources(let found): sources = found
        case .gated(let found, let needed):
            let isOpen = needed.isOpen(in: cache)
            sources = isOpen ? found : .gate
            sources.namespaces = .namespaces
            gate = isOpen ? nil : needed
        }
        collections.formUnion(sources.all)
        guard let ids = SourceIDs(sources, in: cache) else {
            let message = "\(dependency.displayName): this server is still reading what it is judged by"
            return .none(Verdict(.unknown, .cacheNotSynced, message), retries: false)
        }
        if let gate { return .gate(ids, gate) }
        return .sources(ids)
    }
}
