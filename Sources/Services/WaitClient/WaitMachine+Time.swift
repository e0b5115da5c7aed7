import Dependencies
import Retrying
import StatusAPI

extension WaitMachine {
    /// Does what is due by now.
    mutating func timer(_ now: Duration) -> [WaitAction] {
        if let limit, now >= limit { return timedOut(now, "") }
        // What was there in time has kept its limit, whatever becomes of it later.
        let passed = itemLimits.first { now >= $0.limit && !board.isReady($0.dependency) }?.dependency
        itemLimits.removeAll { now >= $0.limit }
        if let passed { return timedOut(now, ", the limit of \(passed)") }
        var actions: [WaitAction] = []
        if limit == nil, !hasStalled, now >= Self.stallTime {
            hasStalled = true
            actions.append(.say(.problem(.stalled, "STALLED: \(progress(now)); there is no time limit")))
        }
        if now >= nextProgress {
            // Skips those that were missed, while the machine slept, say.
            let intervals = (now / Self.progressInterval).rounded(.down)
            nextProgress = Self.progressInterval * (intervals + 1)
            actions.append(.say(.line(.progress, progress(now))))
        }
        if let moveAt, now >= moveAt {
            self.moveAt = nil
            answer = nil
            releasingRound = nil
            backoff.reset()
            actions.append(.connect(after: .zero))
        }
        return actions
    }

    private func timedOut(_ now: Duration, _ limit: String) -> [WaitAction] {
        var blockers = blockers ?? "the status server's word"
        if answer == nil || problem != nil || serverMessage != nil, let unready = board.blockers {
            blockers += "; not known to be ready: \(unready)"
        }
        switch question.onTimeout {
        case .fail:
            let text = "timed out after \(elapsed(now))\(limit): \(blockers)"
            return [.say(.problem(.timedOut, text)), .announce(.timedOut), .exit(.timedOut(text))]
        case .proceed:
            // What has failed for good is no matter of time.
            if let failure = board.failure {
                let text = "failed, and the time is over after \(elapsed(now))\(limit): \(failure)"
                return [.say(.problem(.failed, text)), .exit(.failed(text))]
            }
            let text = "after \(elapsed(now))\(limit) without: \(blockers)"
            return [
                .say(.line(.proceeding, "PROCEEDING \(text)")), .announce(.proceeded),
                .exit(.proceeded("proceeded \(text)")),
            ]
        }
    }
}
