import Glibc
package import HTTP1
package import Posix
import TLS

/// One request over a connection of its own, and its answer as it comes.
///
/// A step at a time: `next` blocks until something has come or the moment given, and goes on from there when called
/// again, so that its owner can do what is due in between.
package struct HTTPExchange: ~Copyable {
    /// What `next` came back with.
    package enum Event: Sendable {
        /// The answer's head, once.
        case head(HTTPResponseHead)
        /// A part of the body, its transfer coding undone.
        case body([UInt8])
        /// The answer is complete. Nothing follows.
        case end
        /// The moment given has passed; the exchange goes on.
        case nothingYet
    }

    private enum Phase {
        case resolving
        case choosing
        case connecting
        case handshaking
        case sending
        case awaitingHead
        case receiving
        case ended
    }

    private let client: HTTPClient.Settings
    private let lookup: NameLookup?
    private let request: [UInt8]
    private var phase: Phase
    /// When the present phase has taken too long.
    private var deadline: MonotonicTime
    private var candidates: [SocketAddress]
    private var failures: [HTTPClientError] = []
    private var connection: ClientConnection?
    /// The connection's socket.
    private var descriptor: Int32 = -1
    private var sent = 0
    private var answer: AnswerReader

    /// An exchange that waits for `lookup`, if there is one, before it tries the addresses.
    init(_ request: HTTPClientRequest, client: HTTPClient.Settings, addresses: [SocketAddress], lookup: NameLookup?) {
        self.client = client
        self.lookup = lookup
        candidates = addresses
        answer = AnswerReader(method: request.method)
        phase = lookup == nil ? .choosing : .resolving
        let limits = client.limits
        deadline = MonotonicTime.now().adding(
            addresses.isEmpty ? limits.resolution : limits.resolutionBeforeFallback)
        var bytes: [UInt8] = []
        HTTP1Serializer.request(
            method: request.method, target: client.basePath + request.target, host: client.hostField,
            headers: request.headers.map { ($0.name, $0.value) } + [("Connection", "close")], body: request.body,
            into: &bytes)
        self.request = bytes
    }

    /// What comes next of the answer, waiting for it until `moment`.
    ///
    /// Throws once, with what ended the exchange; only `interrupted` leaves it as it is. Blocks the calling thread.
    package mutating func next(until moment: MonotonicTime) throws(HTTPClientError) -> Event {
        while true {
            switch phase {
            case .resolving:
                guard try resolve(until: moment) else { return .nothingYet }
            case .choosing:
                try connectToNext()
            case .connecting:
                guard try finishConnecting(until: moment) else { return .nothingYet }
            case .handshaking:
                guard try continueHandshake(until: moment) else { return .nothingYet }
            case .sending:
                guard try send(until: moment) else { return .nothingYet }
            case .awaitingHead:
                if let head = try answer.head() {
                    phase = .receiving
                    return .head(head)
                }
                guard try receive(until: moment) else { return .nothingYet }
            case .receiving:
                guard let body = try answer.body() else {
                    finish()
                    return .end
                }
                guard body.isEmpty else { return .body(body) }
                guard try receive(until: moment) else { return .nothingYet }
            case .ended:
                return .end
            }
        }
    }

    // MARK: Connecting

    private mutating func resolve(until moment: MonotonicTime) throws(HTTPClientError) -> Bool {
        guard let lookup else {
            phase = .choosing
            return true
        }
        switch lookup.addresses {
        case .success(let addresses):
            candidates = addresses + candidates.filter { !addresses.contains($0) }
        case .failure(let error):
            failures.append(HTTPClientError(.resolution, error.message))
        case nil:
            if try wait(lookup.rawValue, POLLIN, until: moment) { return true }
            guard MonotonicTime.now() >= deadline else { return false }
            failures.append(HTTPClientError(.resolution, "DNS gives no answer for \"\(lookup.host)\""))
        }
        phase = .choosing
        return true
    }

    private mutating func connectToNext() throws(HTTPClientError) {
        connection = nil
        guard !candidates.isEmpty else { throw summary() }
        let address = candidates.removeFirst()
        deadline = MonotonicTime.now().adding(client.limits.connection)
        do throws(HTTPClientError) {
            let connection = try ClientConnection(to: address, host: client.host, context: client.context)
            descriptor = connection.rawValue
            self.connection = consume connection
            phase = .connecting
        } catch {
            failures.append(error)
        }
    }

    private mutating func finishConnecting(until moment: MonotonicTime) throws(HTTPClientError) -> Bool {
        guard try wait(descriptor, POLLOUT, until: moment) else { return giveUpIfLate("it does not answer") }
        let number = connection?.connectionError() ?? ENOTCONN
        guard number == 0 else {
            tryNext(HTTPClientError(.connection, PosixError.text(of: number)))
            return true
        }
        phase = .handshaking
        return true
    }

    private mutating func continueHandshake(until moment: MonotonicTime) throws(HTTPClientError) -> Bool {
        do throws(HTTPClientError) {
            switch try connection?.handshake() {
            case .done:
                phase = .sending
                deadline = MonotonicTime.now().adding(client.limits.silence)
                return true
            case .wantsRead:
                return try waitOrGiveUp(POLLIN, until: moment)
            case .wantsWrite:
                return try waitOrGiveUp(POLLOUT, until: moment)
            case .closed, nil:
                throw HTTPClientError(.handshake, "the connection was closed during the TLS handshake")
            }
        } catch {
            if error.code == .interrupted { throw error }
            tryNext(error)
            return true
        }
    }

    private mutating func waitOrGiveUp(_ events: Int32, until moment: MonotonicTime) throws(HTTPClientError) -> Bool {
        if try wait(descriptor, events, until: moment) { return true }
        return giveUpIfLate("its TLS handshake takes too long")
    }

    /// Goes to the next address when this one's time is over; false when it is not.
    private mutating func giveUpIfLate(_ reason: String) -> Bool {
        guard MonotonicTime.now() >= deadline else { return false }
        tryNext(HTTPClientError(.connection, reason))
        return true
    }

    private mutating func tryNext(_ error: HTTPClientError) {
        failures.append(error)
        phase = .choosing
    }

    /// Everything that was tried, as one error: the last failure's kind, each reason once.
    private func summary() -> HTTPClientError {
        var reasons: [String] = []
        for failure in failures where !reasons.contains(failure.message) { reasons.append(failure.message) }
        // A certificate that is not the server's matters more than an address that does not answer.
        let code = failures.contains { $0.code == .verification } ? .verification : failures.last?.code ?? .resolution
        return HTTPClientError(code, "cannot connect to \(client.name): \(reasons.joined(separator: "; "))")
    }

    // MARK: Talking

    private mutating func send(until moment: MonotonicTime) throws(HTTPClientError) -> Bool {
        switch try connection?.write(request, from: sent) {
        case .done(let count):
            sent += count
            if sent == request.count {
                phase = .awaitingHead
                deadline = MonotonicTime.now().adding(client.limits.silence)
            }
            return true
        case .wantsRead: return try waitForServer(POLLIN, until: moment)
        case .wantsWrite: return try waitForServer(POLLOUT, until: moment)
        case .closed, nil: throw HTTPClientError(.closed, "the server closed the connection before it had the request")
        }
    }

    private mutating func receive(until moment: MonotonicTime) throws(HTTPClientError) -> Bool {
        switch try connection?.read(into: &answer.buffer) {
        case .done:
            deadline = MonotonicTime.now().adding(client.limits.silence)
            return true
        case .wantsRead: return try waitForServer(POLLIN, until: moment)
        case .wantsWrite: return try waitForServer(POLLOUT, until: moment)
        case .closed, nil:
            guard answer.close() else {
                throw HTTPClientError(.closed, "the server closed the connection before the end of its answer")
            }
            return true
        }
    }

    private mutating func finish() {
        connection?.shutdown()
        connection = nil
        phase = .ended
    }

    private func waitForServer(_ events: Int32, until moment: MonotonicTime) throws(HTTPClientError) -> Bool {
        if try wait(descriptor, events, until: moment) { return true }
        guard MonotonicTime.now() < deadline else {
            let seconds = client.limits.silence.components.seconds
            throw HTTPClientError(.silence, "the server has sent nothing for \(seconds) seconds")
        }
        return false
    }

    private func wait(
        _ descriptor: Int32, _ events: Int32, until moment: MonotonicTime
    ) throws(HTTPClientError) -> Bool {
        try client.interruption.wait(for: descriptor, events: events, until: min(moment, deadline))
    }
}
