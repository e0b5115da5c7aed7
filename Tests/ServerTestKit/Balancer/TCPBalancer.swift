internal import Locking
package import Posix

/// Spreads connections over replicas as a Service does: round robin over those whose `/readyz` says so, known with the lag
/// that endpoint controllers and kube-proxy have. It moves bytes and knows nothing of what they mean; connections stay
/// with their replica whatever is known of it later; a connection to a replica that refuses it is reset. It runs on a
/// thread of its own. Thread-safe.
package final class TCPBalancer: Sendable {
    /// One port in front of the replicas.
    package struct Front: Sendable {
        /// Replicas that are not ready get connections too (`publishNotReadyAddresses`), from `add` to `remove`.
        package let publishesNotReady: Bool

        /// A port.
        package init(publishesNotReady: Bool = false) {
            self.publishesNotReady = publishesNotReady
        }
    }

    /// One server behind it.
    package struct Replica: Sendable {
        /// Its name.
        package let name: String
        /// Where it listens, for each front in turn.
        package let addresses: [SocketAddress]
        /// Where `/readyz` is asked, in clear.
        package let readiness: SocketAddress

        /// A replica.
        package init(_ name: String, addresses: [SocketAddress], readiness: SocketAddress) {
            self.name = name
            self.addresses = addresses
            self.readiness = readiness
        }
    }

    /// How late it knows what has happened.
    package struct Timing: Sendable {
        /// From one question to `/readyz` to the next: the kubelet's `periodSeconds`.
        package var probePeriod = Duration.seconds(1)
        /// From a change to the first connection that goes elsewhere for it.
        package var lag = Duration.milliseconds(500)

        /// A second, and half a second.
        package init() {}
    }

    private struct State {
        var commands: [BalancerCommand] = []
        var serving: Set<String> = []
        var hasEnded = false
        var mustStop = false
        var waiters: [(condition: @Sendable (Set<String>) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []

        mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
            var ready: [CheckedContinuation<Void, Never>] = []
            waiters.removeAll { waiter in
                guard hasEnded || waiter.condition(serving) else { return false }
                ready.append(waiter.continuation)
                return true
            }
            return ready
        }
    }

    /// Where the fronts listen, in their order, on 127.0.0.1.
    package let addresses: [SocketAddress]
    private let state = Locked(State())
    private let poller: Poller

    /// Begins, with no replicas. Throws when the system gives no descriptors or no thread.
    package init(_ fronts: [Front], timing: Timing = Timing()) throws {
        Signals.ignorePipe()
        poller = try Poller()
        let loop = try BalancerLoop(fronts, timing: timing, poller: poller)
        addresses = loop.addresses
        // Handed over: from here on only the new thread touches it.
        nonisolated(unsafe) let handed = loop
        try DetachedThread.start(name: "balancer") { [self] in
            while true {
                let (commands, mustStop) = state.withLock { state in
                    defer { state.commands = [] }
                    return (state.commands, state.mustStop)
                }
                if mustStop { break }
                for command in commands { handed.take(command) }
                handed.turn()
                publish(handed.serving)
            }
            handed.end()
            publish([], hasEnded: true)
        }
    }

    /// The replicas that new connections to ready ones go to.
    package var serving: Set<String> { state.withLock { $0.serving } }

    /// A replica exists from now on.
    package func add(_ replica: Replica) { send(.add(replica)) }

    /// A replica is gone: not even those who are not choosy are sent to it any more, once that is known.
    package func remove(_ name: String) { send(.remove(name)) }

    /// Waits until new connections to ready replicas go to such a set of them.
    package func wait(until condition: @escaping @Sendable (Set<String>) -> Bool) async {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                state.waiters.append((condition, continuation))
                return state.takeWaiters()
            }
            for continuation in ready { continuation.resume() }
        }
    }

    /// Ends it and every connection.
    package func stop() async {
        state.withLock { $0.mustStop = true }
        poller.wake()
        await wait { _ in false }
    }

    private func send(_ command: BalancerCommand) {
        state.withLock { $0.commands.append(command) }
        poller.wake()
    }

    private func publish(_ serving: Set<String>, hasEnded: Bool = false) {
        let ready = state.withLock { state in
            guard state.serving != serving || hasEnded else { return [] as [CheckedContinuation<Void, Never>] }
            state.serving = serving
            state.hasEnded = hasEnded
            return state.takeWaiters()
        }
        for continuation in ready { continuation.resume() }
    }
}

/// What a balancer's thread is told.
enum BalancerCommand: Sendable {
    /// A replica exists.
    case add(TCPBalancer.Replica)
    /// It is gone.
    case remove(String)
}
