import Encodings
import Retrying
import StatusAPI

extension WaitMachine {
    /// The head of an answer has come.
    mutating func answered(
        _ status: Int, _ retryAfter: Int?, _ now: Duration, _ generator: inout some RandomNumberGenerator
    ) -> [WaitAction] {
        answer = (status, now)
        match.begin()
        guard status != 200 else {
            defer { problem = nil }
            return problem == nil ? [] : [.say(.line(.connection, "connected to the status server again"))]
        }
        // A refusal says in its body whether it is one of this pod's question.
        guard status != 403 else { return [] }
        let least = Duration.seconds(max(0, min(retryAfter ?? 0, Self.longestRetryAfter)))
        return disconnected("it answers with status \(status)", now, &generator, least: least)
    }

    /// There is no connection, or no longer: asks again after a while, `least` at least.
    mutating func disconnected(
        _ reason: String, _ now: Duration, _ generator: inout some RandomNumberGenerator, least: Duration = .zero
    ) -> [WaitAction] {
        let last = answer
        answer = nil
        releasingRound = nil
        if let moveAt {
            self.moveAt = nil
            backoff.reset()
            return [.connect(after: max(.zero, moveAt - now))]
        }
        if let last, last.status == 200, now - last.since >= Self.steady { backoff.reset() }
        let reason = last.map { $0.status == 403 ? "it answers with status 403" : reason } ?? reason
        let text = Excerpt.of(reason, limit: 400)
        let delay = least + backoff.next(using: &generator)
        defer { problem = text }
        guard problem != text else { return [.connect(after: delay)] }
        let notice = WaitNotice.problem(.connection, "no connection to the status server: \(text); trying again")
        return [.say(notice), .connect(after: delay)]
    }
}
