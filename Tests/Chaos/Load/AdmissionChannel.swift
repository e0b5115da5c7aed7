import HTTP1
import LoadTestKit
import Posix

/// One kept connection to the webhook, with at most one admission under way.
final class AdmissionChannel: LoadConnection.Receiver {
    // A kept connection would see nothing of what happens to new ones.
    private static let requestsPerConnection = 25

    /// The connection itself.
    let connection: LoadConnection
    private let target: LoadTarget
    private let ledger: Ledger
    private var sentAt: MonotonicTime?
    /// When its newest answer was complete; before the first, when it was made.
    private(set) var usedAt = MonotonicTime.now()
    private var idleBefore = Duration.zero
    private var status = 0
    private var keepsAlive = true
    private var served = 0

    /// Begins to connect.
    init(_ target: LoadTarget, ledger: Ledger) throws {
        self.target = target
        self.ledger = ledger
        connection = try LoadConnection(port: target.webhookPort, trust: target.admissionTrust())
        connection.receiver = self
    }

    /// Another admission may be sent.
    var isIdle: Bool { sentAt == nil && isUsable }

    /// There is a reason to keep it.
    var isUsable: Bool {
        !connection.isClosed && (sentAt != nil || keepsAlive && served < Self.requestsPerConnection)
    }

    /// An admission is under way for longer than a caller waits.
    func isOverdue(_ now: MonotonicTime) -> Bool {
        sentAt.map { now.since($0) > AdmissionLoad.patience } ?? false
    }

    /// Lets go of what is under way: the connection is not usable any more.
    func giveUp() {
        sentAt = nil
        keepsAlive = false
    }

    /// Sends one admission.
    func send(_ pump: Pump) throws {
        let now = MonotonicTime.now()
        idleBefore = now.since(usedAt)
        sentAt = now
        served += 1
        var request: [UInt8] = []
        HTTP1Serializer.request(
            method: "POST", target: "/mutate?timeout=5s", host: "localhost:\(target.webhookPort)",
            headers: [("Content-Type", "application/json")], body: target.review, into: &request)
        connection.queue(request)
        try pump.flush(connection)
    }

    /// Notes the status.
    func head(_ head: HTTPResponseHead) {
        status = head.status
        keepsAlive = head.keepsAlive
    }

    /// Leaves the body to grow: it is wanted whole.
    func received(_ body: inout [UInt8]) {}

    /// Counts the answer.
    func end(_ body: [UInt8]) {
        guard let began = sentAt else { return }
        sentAt = nil
        usedAt = .now()
        let text = String(decoding: body, as: UTF8.self)
        guard status == 200, text.contains(#""allowed":true"#), text.contains(#""patch":"#) else {
            return ledger.lost("status \(status): \(text.prefix(300))")
        }
        ledger.admitted(after: MonotonicTime.now().since(began))
    }

    /// Counts what was under way as lost: an API server sends an admission once.
    func closed(_ reason: String) {
        guard let began = sentAt else { return }
        sentAt = nil
        let after = Int(MonotonicTime.now().since(began) / .milliseconds(1))
        let idle = Int(idleBefore / .milliseconds(1))
        ledger.lost("\(reason) \(after) ms after request \(served) of a connection that had been idle for \(idle) ms")
    }
}
