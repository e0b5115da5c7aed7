import Encodings
import StatusAPI

extension WaitMachine {
    /// Takes one line of the answer.
    mutating func take(
        _ line: WaitLine, _ now: Duration, _ generator: inout some RandomNumberGenerator
    ) -> [WaitAction] {
        if case .outcome(.refused(let message)) = line, answer != nil { return refused(message) }
        // An error page that happens to read like a line says nothing.
        guard answer?.status == 200 else { return [] }
        switch line {
        case .verdict(let status):
            // What this program judges itself, the server cannot know.
            guard !probes.contains(status.dependency) else { return [] }
            match.take(status.dependency)
            if status.state != .ready { releasingRound = nil }
            serverMessage = nil
            return note(status, now)
        case .unknown(let message):
            releasingRound = nil
            let text = Excerpt.of(message, limit: 400)
            guard serverMessage != text else { return [] }
            serverMessage = text
            return [.say(.line(.server, "unknown: \(text)"))]
        case .move(let milliseconds):
            moveAt = now + .milliseconds(milliseconds)
            return []
        case .ready(let isReady):
            guard !probes.isEmpty else { return [] }
            serverMessage = nil
            if isReady, let doubt = match.doubt { return refused(doubt) }
            releasingRound = isReady ? probes.round + 1 : nil
            if isReady { probes.hasten(at: now) }
            return []
        case .outcome(.released):
            guard probes.isEmpty else {
                return disconnected("it released a pod whose probes it cannot know of", now, &generator)
            }
            if let doubt = match.doubt { return refused(doubt) }
            return released(now)
        case .outcome(.failed(let message)):
            let text = "failed after \(elapsed(now)): \(Excerpt.of(message, limit: 512))"
            return [.say(.problem(.failed, text)), .exit(.failed(text))]
        case .outcome(.refused), .heartbeat, .unrecognised:
            // A line of a kind that is not known cannot release.
            return []
        }
    }

    /// Takes note of a verdict, whoever gave it.
    mutating func note(_ status: DependencyStatus, _ now: Duration) -> [WaitAction] {
        for job in status.completedJobs
        where completedJobs.count < WaitRequest.mostCompletedJobs && !completedJobs.contains(job)
            && 1...WaitRequest.longestCompletedJob ~= job.utf8.count
        {
            completedJobs.append(job)
        }
        let told = DependencyStatus(
            dependency: Excerpt.of(status.dependency, limit: 1024), state: status.state,
            reason: Excerpt.of(status.reason, limit: 64), message: Excerpt.of(status.message, limit: 512))
        guard let line = board.update(told, at: now) else { return [] }
        return [.say(.verdict(told, line))]
    }

    /// The end: everything is ready.
    func released(_ now: Duration) -> [WaitAction] {
        let text = "released after \(elapsed(now)): \(board.count) of \(board.count) ready"
        return [.say(.line(.released, text)), .exit(.released)]
    }

    private func refused(_ message: String) -> [WaitAction] {
        let text = "refused: \(Excerpt.of(message, limit: 512))"
        return [.say(.problem(.refused, text)), .exit(.refused(text))]
    }
}
