import HTTP1
import Synchronization
import TLS

/// What all connections of one server share. Safe from any thread.
final class ServerCore: Sendable {
    /// What peers may take of the server.
    let limits: HTTPServerLimits
    /// Those of the limits that hold for a request's head.
    let parserLimits: HTTP1Limits
    /// With which certificate connections are encrypted; nil for plain HTTP.
    let tls: TLSServerContext?
    /// What answers the requests.
    let handler: any HTTPHandler
    /// Who is connected.
    let registry: ConnectionRegistry
    private let observer: (any HTTPServerObserver)?
    private let inFlight = Atomic(0)
    private let held = Atomic(0)
    private let draining = Atomic(false)

    /// A core that accepts; `observer` is called on whichever thread something happens.
    init(
        limits: HTTPServerLimits, tls: TLSServerContext?, handler: any HTTPHandler,
        observer: (any HTTPServerObserver)?
    ) {
        self.limits = limits
        self.tls = tls
        self.handler = handler
        self.observer = observer
        registry = ConnectionRegistry(limits: limits)
        parserLimits = HTTP1Limits(
            startLineBytes: limits.requestLineBytes, headBytes: limits.headerBytes, fieldCount: limits.headerFields)
    }

    /// Every answer is its connection's last.
    var isDraining: Bool { draining.load(ordering: .relaxed) }

    /// Begins the drain.
    func drain() {
        draining.store(true, ordering: .relaxed)
    }

    /// Requests in flight.
    var requestsInFlight: Int { inFlight.load(ordering: .relaxed) }

    /// Takes a place among the requests in flight; false when there is none.
    func beginRequest() -> Bool {
        if inFlight.wrappingAdd(1, ordering: .relaxed).oldValue < limits.requestsInFlight { return true }
        endRequest()
        return false
    }

    /// Gives a place back.
    func endRequest() {
        inFlight.wrappingSubtract(1, ordering: .relaxed)
    }

    /// More bytes, or fewer, are kept of requests that are not whole. Beyond the limit, connections of those who hold the
    /// most are closed until an eighth of it is free.
    func hold(_ change: Int) {
        guard change != 0 else { return }
        let total = held.wrappingAdd(change, ordering: .relaxed).newValue
        guard change > 0, total > limits.heldBytes else { return }
        for connection in registry.evict(holding: total - limits.heldBytes / 8 * 7) {
            // Not counted any more from here on, or the next that holds more would have others closed for them.
            held.wrappingAdd(connection.claim.hold(0), ordering: .relaxed)
            tell(.refused(.heldBytes, peer: connection.peer))
            connection.abort()
        }
    }

    /// Tells the observer, if there is one.
    func tell(_ event: @autoclosure () -> HTTPServerEvent) {
        guard let observer else { return }
        observer.observe(event())
    }
}
