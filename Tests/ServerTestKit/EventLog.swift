package import HTTPServer
import Locking

/// Keeps what a server tells, and lets a test wait for it.
package final class EventLog: HTTPServerObserver {
    private struct State {
        var events: [HTTPServerEvent] = []
        var waiters: [(count: Int, matches: @Sendable (HTTPServerEvent) -> Bool, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Locked(State())

    /// An empty log.
    package init() {}

    /// Keeps the event and wakes the tests that have now seen enough; on whichever thread the server is.
    package func observe(_ event: HTTPServerEvent) {
        let ready = state.withLock { state in
            state.events.append(event)
            let events = state.events
            let ready = state.waiters.filter { waiter in events.count(where: waiter.matches) >= waiter.count }
            state.waiters.removeAll { waiter in events.count(where: waiter.matches) >= waiter.count }
            return ready
        }
        for waiter in ready { waiter.2.resume() }
    }

    /// Everything told so far.
    package var events: [HTTPServerEvent] { state.withLock { $0.events } }

    /// How many of the events so far match.
    package func count(_ matches: @Sendable (HTTPServerEvent) -> Bool) -> Int { events.count(where: matches) }

    /// Waits until `count` events match.
    package func wait(_ count: Int = 1, for matches: @escaping @Sendable (HTTPServerEvent) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.events.count(where: matches) >= count { return true }
                state.waiters.append((count, matches, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}
