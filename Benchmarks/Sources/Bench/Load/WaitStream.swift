import HTTP1
import LoadTestKit
import Posix
import StatusAPI

/// One pod's wait on a kept-alive connection: asked anew after each release.
final class WaitStream: LoadConnection.Receiver {
    /// How far it has come.
    enum State: Equatable {
        case idle
        /// Asked, without an answer so far.
        case asked
        /// The server has said what is waited for.
        case waiting
        /// The outcome has come, at this moment.
        case released(MonotonicTime)
        /// Anything else has come.
        case failed(String)
    }

    /// How far it has come.
    private(set) var state = State.idle
    /// What the newest verdict says.
    private(set) var message = ""
    /// Its connection.
    let connection: LoadConnection
    private let request: [UInt8]
    private var status = 0

    /// The wait of one pod over `connection`.
    init(pod: WaitRequest, connection: LoadConnection, port: UInt16) {
        self.connection = connection
        var bytes: [UInt8] = []
        HTTP1Serializer.request(
            method: "POST", target: WaitRequest.waitPath, host: "localhost:\(port)",
            headers: [("Content-Type", WaitRequest.contentType)], body: pod.json, into: &bytes)
        request = bytes
        connection.receiver = self
    }

    /// Asks, through `pump`.
    func ask(_ pump: Pump) throws {
        state = .asked
        connection.queue(request)
        try pump.flush(connection)
    }

    /// Notes the status.
    func head(_ head: HTTPResponseHead) {
        status = head.status
    }

    /// Takes whole lines.
    func received(_ body: inout [UInt8]) {
        let now = MonotonicTime.now()
        while let newline = body.firstIndex(of: UInt8(ascii: "\n")) {
            interpret(body.span.extracting(..<newline), at: now)
            body.removeFirst(newline + 1)
        }
    }

    /// Fails unless the outcome has come.
    func end(_ body: [UInt8]) {
        if case .released = state { return }
        let rest = String(decoding: body.prefix(200), as: UTF8.self)
        state = .failed("the answer, of status \(status), ended without an outcome: \(rest)")
    }

    /// Fails unless the outcome has come.
    func closed(_ reason: String) {
        // A server may close a connection whose answer is complete; that is no failure of the wait.
        if case .released = state { return }
        if case .failed = state { return }
        state = .failed(reason)
    }

    private func interpret(_ line: Span<UInt8>, at now: MonotonicTime) {
        do {
            switch try WaitLine(json: line) {
            case .verdict(let status):
                message = status.message
                if state == .asked { state = .waiting }
            case .heartbeat: if state == .asked { state = .waiting }
            case .outcome(.released): state = .released(now)
            case .unknown, .ready, .unrecognised: break
            case .outcome(let outcome): state = .failed("\(outcome)")
            case .move: state = .failed("the server asks to move")
            }
        } catch {
            state = .failed("\(error)")
        }
    }
}
