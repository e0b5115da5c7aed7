import StatusAPI

extension WaitMachine {
    /// One probe of a round has been tried: the last of a good round may release.
    mutating func probed(
        _ round: Int, _ status: DependencyStatus, _ now: Duration, _ generator: inout some RandomNumberGenerator
    ) -> [WaitAction] {
        let isReady = status.state == .ready
        let success = probes.take(status.dependency, round: round, isReady: isReady, at: now, using: &generator)
        var actions = note(status, now)
        guard success == true, let releasingRound else { return actions }
        guard round >= releasingRound else {
            probes.hasten(at: now)
            return actions
        }
        for action in released(now) {
            if case .exit = action { actions.append(.announce(.released)) }
            actions.append(action)
        }
        return actions
    }
}
