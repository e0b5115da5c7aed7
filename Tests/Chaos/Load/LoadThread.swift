import LoadTestKit
import Locking
import Posix

/// The thread that makes the load: admissions and waiting pods on one epoll loop.
final class LoadThread: Sendable {
    private struct State {
        var arrivals: [Arrival] = []
        var mustStop = false
        var failure: String?
    }

    /// A pod that begins to wait.
    struct Arrival: Sendable {
        /// Who it is.
        let pod: VirtualPod
        /// The gate at which it waits.
        let gate: String
    }

    private let state = Locked(State())

    /// Begins: admissions at that rate at once, waits as they arrive.
    init(_ target: LoadTarget, ledger: Ledger) throws {
        try DetachedThread.start(name: "load") { [self] in
            do {
                try run(target, ledger)
            } catch {
                state.withLock { $0.failure = "\(error)" }
            }
        }
    }

    /// Has pods begin to wait.
    func add(_ arrivals: [Arrival]) {
        state.withLock { $0.arrivals += arrivals }
    }

    /// Why the thread has ended by itself, if it has.
    var failure: String? { state.withLock { $0.failure } }

    /// Ends the load; whatever is open is closed.
    func stop() {
        state.withLock { $0.mustStop = true }
    }

    private func run(_ target: LoadTarget, _ ledger: Ledger) throws {
        let pump = try Pump()
        let admissions = AdmissionLoad(target, pump: pump, ledger: ledger)
        let waiters = WaiterLoad(target, pump: pump, ledger: ledger)
        while true {
            let (arrivals, mustStop) = state.withLock { state in
                defer { state.arrivals = [] }
                return (state.arrivals, state.mustStop)
            }
            if mustStop { return }
            waiters.add(arrivals)
            try pump.run(for: .milliseconds(5))
            try admissions.advance()
            try waiters.advance()
        }
    }
}
