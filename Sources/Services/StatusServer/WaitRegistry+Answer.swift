import Dependencies
package import Readiness
package import StatusAPI

extension WaitRegistry {
    /// Answers a question by what is known now, and leaves no trace.
    ///
    /// A wait of the same pod that is going on lends what it knows of its past.
    package func answer(_ request: WaitRequest, now: Timestamp) -> StatusAnswer {
        var settings = settings
        settings.identityGrace = .zero
        let wait = Wait(id: WaitID(slot: -1, generation: 0), request: request, peer: "", now: now)
        switch Identity(of: wait, in: cache, settings: settings, now: now) {
        case .known(let pod, let question):
            return answer(question, of: pod, wait, now: now)
        case .parked(_, _, let message):
            return StatusAnswer(lines: [.unknown(message: message ?? "the pod is not known")], kinds: [])
        case .ended(.refused(let message)):
            return StatusAnswer(lines: [.outcome(.refused(message: message))], kinds: [])
        case .unchanged, .same, .ended:
            return StatusAnswer(lines: [.unknown(message: "the pod is not known")], kinds: [])
        }
    }

    private func answer(_ question: WaitQuestion, of pod: GatedPod, _ wait: Wait, now: Timestamp) -> StatusAnswer {
        let past = past(of: pod)
        var wait = wait
        wait.ask(question)
        var lines: [WaitLine] = []
        var failures: [Int: String] = [:]
        for (index, dependency) in question.dependencies.enumerated() {
            var perspective = Perspective(podNamespace: pod.name.namespace)
            if case .podLabel(let label) = dependency.options.match { perspective.label = pod.label(label) }
            perspective.completedJobs = past?.completedJobs(at: index) ?? []
            let judgement = cache.judge(dependency, as: perspective, began: past?.began ?? now, now: now)
            let line = VerdictLine(judgement, of: dependency.description)
            lines.append(.verdict(line.status))
            wait.judged(index, line.status.state)
            failures[index] = line.status.message
        }
        if wait.kinds.allSatisfy({ cache.state(of: $0).isTrusted }) {
            if wait.isReady {
                lines.append(.outcome(.released))
            } else if let index = wait.fatalIndex {
                lines.append(.outcome(.failed(message: failures[index] ?? "")))
            }
        }
        return StatusAnswer(lines: lines, kinds: wait.kinds)
    }
}
