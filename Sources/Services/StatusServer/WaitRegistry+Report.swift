package import Readiness
package import StatusAPI

/// What becomes of a client's report.
package enum ReportAnswer: Sendable {
    /// It is this pod's.
    case accepted(WaitSubject)
    /// It is nobody's who may report.
    case refused(String)
    /// It cannot be told now whose it is.
    case unknown(String)
}

extension WaitRegistry {
    /// Takes what a client says of how its wait has ended. Nobody is released by it: the client has decided already.
    ///
    /// - Returns: whose it is, and what is to be done: the pod's wait, if there still is one, has ended.
    package mutating func report(
        _ report: WaitReport, now: Timestamp
    ) -> (answer: ReportAnswer, actions: [WaitAction]) {
        var settings = settings
        settings.identityGrace = .zero
        let wait = Wait(id: WaitID(slot: -1, generation: 0), request: report.request, peer: "", now: now)
        switch Identity(of: wait, in: cache, settings: settings, now: now) {
        case .known(let pod, let container, let question):
            var actions: [WaitAction] = []
            if let past = past(of: pod, in: container) { end(past.id, .reported(report.outcome), &actions) }
            let subject = WaitSubject(pod: pod.objectName, uid: pod.uid, container: container, question: question)
            return (.accepted(subject), actions)
        case .ended(.refused(let message)):
            return (.refused(message), [])
        case .parked(_, _, let message):
            return (.unknown(message ?? "the pod is not known"), [])
        case .unchanged, .same, .ended:
            return (.unknown("the pod is not known"), [])
        }
    }
}
