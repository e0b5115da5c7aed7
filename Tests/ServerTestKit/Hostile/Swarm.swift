import Locking
import Posix

/// Very many connections that misbehave in one way, on a thread of their own: whatever the server does to one, another
/// takes its place. Thread-safe.
package final class Swarm: Sendable {
    private struct State {
        var counts = SwarmCounts()
        var mustStop = false
        var hasEnded = false
        var waiters: [(condition: @Sendable (SwarmCounts) -> Bool, continuation: CheckedContinuation<Bool, Never>)] = []

        mutating func takeWaiters() -> [(CheckedContinuation<Bool, Never>, Bool)] {
            var ready: [(CheckedContinuation<Bool, Never>, Bool)] = []
            waiters.removeAll { waiter in
                let isTrue = waiter.condition(counts)
                guard isTrue || hasEnded else { return false }
                ready.append((waiter.continuation, isTrue))
                return true
            }
            return ready
        }
    }

    private let state = Locked(State())
    private let poller: Poller

    /// Begins. Throws when the system gives no descriptors or no thread.
    package init(_ plan: SwarmPlan, target: AttackTarget) throws {
        Signals.ignorePipe()
        DescriptorLimit.raise()
        poller = try Poller()
        try DetachedThread.start(name: "swarm") { [self] in
            let loop = SwarmLoop(plan, target: target, poller: poller)
            while !state.withLock({ $0.mustStop }) {
                loop.turn()
                publish(loop.counts)
            }
            loop.end()
            publish(loop.counts, hasEnded: true)
        }
    }

    /// What has happened so far.
    package var counts: SwarmCounts { state.withLock { $0.counts } }

    /// Waits until the counts are so; false when the swarm has ended before.
    @discardableResult
    package func wait(until condition: @escaping @Sendable (SwarmCounts) -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                state.waiters.append((condition, continuation))
                return state.takeWaiters()
            }
            for (continuation, isTrue) in ready { continuation.resume(returning: isTrue) }
        }
    }

    /// Closes every connection, and returns what has happened.
    @discardableResult
    package func stop() async -> SwarmCounts {
        state.withLock { $0.mustStop = true }
        poller.wake()
        await wait { _ in false }
        return counts
    }

    private func publish(_ counts: SwarmCounts, hasEnded: Bool = false) {
        let ready = state.withLock { state in
            state.counts = counts
            state.hasEnded = hasEnded
            return state.takeWaiters()
        }
        for (continuation, isTrue) in ready { continuation.resume(returning: isTrue) }
    }
}
