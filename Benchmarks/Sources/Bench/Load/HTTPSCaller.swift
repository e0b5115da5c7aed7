import HTTP1
import LoadTestKit
import TLS

/// Sends requests over one kept-alive connection and waits for the answers: how the benchmarks speak to the fake API
/// server, and to the servers' ordinary endpoints.
final class HTTPSCaller: LoadConnection.Receiver {
    /// One request.
    struct Call: Sendable {
        /// `GET`, `POST`, `PATCH`.
        var method = "GET"
        /// The path with its query.
        var target: String
        /// The body's media type.
        var contentType = "application/json"
        /// The body, if there is one.
        var body: [UInt8]?
    }

    /// One answer.
    struct Answer: Sendable {
        /// The status code.
        var status: Int
        /// The body.
        var body: [UInt8]
    }

    // So many requests are under way at once: enough to keep the server busy, too few to fill a socket's buffer.
    private static let pipelined = 32

    private let pump: Pump
    private let connection: LoadConnection
    private let host: String
    private var status = 0
    private var answers: [Answer] = []
    private var trouble: String?

    /// A caller of localhost's `port`.
    init(port: UInt16, trust: TLSClientContext, pump: Pump) throws {
        self.pump = pump
        host = "localhost:\(port)"
        connection = try LoadConnection(port: port, trust: trust)
        connection.receiver = self
        try pump.add(connection)
    }

    deinit { pump.remove(connection) }

    /// Sends all of `calls` in order and returns their answers; throws when the status of one is not accepted.
    @discardableResult
    func send(
        _ calls: [Call], accepting isAccepted: (Int) -> Bool = { 200...299 ~= $0 }
    ) throws -> [Answer] {
        answers.removeAll(keepingCapacity: true)
        var rest = calls[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.pipelined)
            rest = rest.dropFirst(batch.count)
            let expected = answers.count + batch.count
            connection.queue(batch.reduce(into: []) { write($1, into: &$0) })
            try pump.flush(connection)
            try pump.run(within: .seconds(60), "answers of \(host) to \(batch.first?.target ?? "")") {
                answers.count >= expected || trouble != nil
            }
            if let trouble { throw BenchmarkError("the connection to \(host) ended: \(trouble)") }
        }
        for (call, answer) in zip(calls, answers) where !isAccepted(answer.status) {
            let said = String(decoding: answer.body.prefix(500), as: UTF8.self)
            throw BenchmarkError("\(call.method) \(call.target) at \(host) was answered \(answer.status): \(said)")
        }
        return answers
    }

    /// Notes the status.
    func head(_ head: HTTPResponseHead) {
        status = head.status
    }

    /// Leaves the body to grow: it is wanted whole.
    func received(_ body: inout [UInt8]) {}

    /// Notes the answer.
    func end(_ body: [UInt8]) {
        answers.append(Answer(status: status, body: body))
    }

    /// Notes that no more answers will come.
    func closed(_ reason: String) {
        trouble = reason
    }

    private func write(_ call: Call, into bytes: inout [UInt8]) {
        let headers = call.body == nil ? [] : [("Content-Type", call.contentType)]
        HTTP1Serializer.request(
            method: call.method, target: call.target, host: host, headers: headers, body: call.body, into: &bytes)
    }
}
