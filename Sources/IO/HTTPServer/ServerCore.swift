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

    /// The server accepts nobody any more, and every answer is its connection's last.
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

    /// Tells the observer, if there is one.
    func tell(_ event: @autoclosure () -> HTTPServerEvent) {
        guard let observer else { return }
        observer.observe(event())
    }
}
