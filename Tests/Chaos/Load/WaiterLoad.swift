import LoadTestKit
import Posix
import StatusAPI
import TLS

/// The waiting pods, each with a machine of the real client's and a connection of its own.
final class WaiterLoad {
    private let target: LoadTarget
    private let pump: Pump
    private let ledger: Ledger
    private var waiters: [Waiter] = []
    private var contexts: [[[UInt8]]: TLSClientContext] = [:]
    private var added = 0

    /// Nobody, at first.
    init(_ target: LoadTarget, pump: Pump, ledger: Ledger) {
        self.target = target
        self.pump = pump
        self.ledger = ledger
    }

    /// Has these pods begin to wait, each from an address of its own: they are pods.
    func add(_ arrivals: [LoadThread.Arrival]) {
        for arrival in arrivals {
            let source = "127.\(1 + added / 62_500 % 250).\(added / 250 % 250).\(1 + added % 250)"
            added += 1
            ledger.began()
            waiters.append(Waiter(arrival, source: source, port: target.statusPort, ledger: ledger))
        }
    }

    /// Carries on with every wait, and forgets those that are over.
    func advance() throws {
        let now = MonotonicTime.now()
        for waiter in waiters {
            try waiter.advance(now, pump, trust: context(for: waiter.pod.pins))
        }
        waiters.removeAll { waiter in
            switch waiter.outcome {
            case nil: return false
            case .released: ledger.released(at: waiter.gate, waiter.pod.identity.pod)
            case .failed(let reason): ledger.gaveUp(waiter.pod.identity.pod, reason)
            }
            return true
        }
    }

    private func context(for pins: [[UInt8]]) throws -> TLSClientContext {
        if let context = contexts[pins] { return context }
        let context = try TLSClientContext(trust: .pins(pins))
        contexts[pins] = context
        return context
    }
}
