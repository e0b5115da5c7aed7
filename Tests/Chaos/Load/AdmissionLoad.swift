import LoadTestKit
import Posix

/// Sends admissions at a constant rate, as an API server does: over kept connections, each request once.
final class AdmissionLoad {
    /// What an API server waits for an answer: `timeoutSeconds` of the webhook configuration that we ship.
    static let patience = Duration.seconds(5)

    private let target: LoadTarget
    private let pump: Pump
    private let ledger: Ledger
    private let began = MonotonicTime.now()
    private var sent = 0
    private var channels: [AdmissionChannel] = []

    /// Load that begins now.
    init(_ target: LoadTarget, pump: Pump, ledger: Ledger) {
        self.target = target
        self.pump = pump
        self.ledger = ledger
    }

    /// Sends what is due, and gives up what was answered too late.
    func advance() throws {
        let now = MonotonicTime.now()
        for channel in channels where channel.isOverdue(now) {
            ledger.lost("no answer within \(Self.patience.components.seconds) seconds")
            channel.giveUp()
        }
        channels.removeAll { channel in
            if channel.isUsable { return false }
            pump.remove(channel.connection)
            return true
        }
        let due = Int(now.since(began) / .seconds(1) * Double(target.admissionsPerSecond))
        while sent < due {
            sent += 1
            ledger.sent()
            try send()
        }
    }

    private func send() throws {
        // As Go's net/http: of the idle connections the one that was used last, unless its end has come already. That one
        // looks all the time; here it is enough to look now.
        while let idle = channels.lazy.filter(\.isIdle).max(by: { $0.usedAt < $1.usedAt }) {
            try pump.flush(idle.connection)
            if idle.isIdle { return try idle.send(pump) }
        }
        let channel: AdmissionChannel
        do {
            channel = try AdmissionChannel(target, ledger: ledger)
        } catch {
            return ledger.lost("\(error)")
        }
        try pump.add(channel.connection)
        channels.append(channel)
        try channel.send(pump)
    }
}
