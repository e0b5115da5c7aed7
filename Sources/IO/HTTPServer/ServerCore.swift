import HTTP1
import Synchronization
import TLS

/// What all connections of one server share. Safe from any thread.
final class ServerCore: Sendable {
    let limits: HTTPServerLimits
    let parserLimits: HTTP1Limits
    let tls: TLSServerContext?
    let handler: any HTTPHandler
    let registry: ConnectionRegistry
    private let observer: (any HTTPServerObserver)?
    private let inFlight = Atomic(0)
    private let draining = Atomic(false)

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
