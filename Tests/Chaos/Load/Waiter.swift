import HTTP1
import HTTPClient
import JSONText
import LoadTestKit
import Posix
import StatusAPI
import TLS
import WaitClient

/// One waiting pod: the real client's `WaitMachine`, with the connection that `WaitRunner` would make.
final class Waiter: LoadConnection.Receiver {
    /// How a wait ended.
    enum Outcome {
        case released
        case failed(String)
    }

    private static let limits = HTTPClientLimits()
    private static let longestLine = 64 * 1024

    /// The pod.
    let pod: VirtualPod
    /// The gate at which it waits.
    let gate: String
    /// How the wait ended; nil as long as it has not.
    private(set) var outcome: Outcome?
    private let source: String
    private let port: UInt16
    private let ledger: Ledger
    private let began = MonotonicTime.now()
    private var machine: WaitMachine
    private var generator = SystemRandomNumberGenerator()
    private var connection: LoadConnection?
    private var connectAt: MonotonicTime?
    private var isConnecting = false
    private var deadline = MonotonicTime.distantFuture
    private var splitter = LineSplitter(limit: Waiter.longestLine)
    /// What has come over the present connection and was not looked at yet.
    private var events: [WaitEvent] = [.started]

    /// A wait that begins now.
    init(_ arrival: LoadThread.Arrival, source: String, port: UInt16, ledger: Ledger) {
        self.ledger = ledger
        pod = arrival.pod
        gate = arrival.gate
        self.source = source
        self.port = port
        machine = WaitMachine(question: arrival.pod.question)
    }

    /// Does what is due.
    func advance(_ now: MonotonicTime, _ pump: Pump, trust: TLSClientContext) throws {
        let elapsed = now.since(began)
        if elapsed >= machine.nextTimer { events.append(.timer) }
        if isConnecting, connection?.isOpen == true {
            isConnecting = false
            ledger.connected()
            deadline = now.adding(Self.limits.silence)
        }
        if connection != nil, now >= deadline { events.append(.disconnected("the server is silent")) }
        while !events.isEmpty, outcome == nil { handle(events.removeFirst(), elapsed, pump) }
        if outcome != nil { return disconnect(pump) }
        if let moment = connectAt, now >= moment { try connect(now, pump, trust) }
    }

    private func handle(_ event: WaitEvent, _ elapsed: Duration, _ pump: Pump) {
        if case .disconnected(let reason) = event { ledger.broke(pod.identity.pod, at: gate, reason) }
        for action in machine.handle(event, at: elapsed, using: &generator) {
            switch action {
            case .connect(let delay):
                disconnect(pump)
                connectAt = MonotonicTime.now().adding(delay)
            case .exit(.released): outcome = .released
            case .exit(let exit): outcome = .failed("\(exit)")
            case .say, .announce, .probe: break
            }
        }
    }

    private func connect(_ now: MonotonicTime, _ pump: Pump, _ trust: TLSClientContext) throws {
        connectAt = nil
        splitter = LineSplitter(limit: Self.longestLine)
        isConnecting = true
        deadline = now.adding(Self.limits.connection)
        do {
            let connection = try LoadConnection(port: port, source: source, trust: trust)
            connection.receiver = self
            self.connection = connection
            var identity = pod.identity
            identity.completedJobs = machine.completedJobs
            var request: [UInt8] = []
            HTTP1Serializer.request(
                method: "POST", target: WaitRequest.waitPath, host: "localhost:\(port)",
                headers: [("Content-Type", WaitRequest.contentType)], body: identity.json, into: &request)
            connection.queue(request)
            try pump.add(connection)
            try pump.flush(connection)
        } catch {
            events.append(.disconnected("\(error)"))
        }
    }

    /// Lets go of the connection, and of what it has said.
    private func disconnect(_ pump: Pump) {
        events = []
        guard let connection else { return }
        connection.receiver = nil
        pump.remove(connection)
        self.connection = nil
    }

    // MARK: What the connection tells

    /// Notes the status.
    func head(_ head: HTTPResponseHead) {
        deadline = MonotonicTime.now().adding(Self.limits.silence)
        let retryAfter = head.headers.first("retry-after").flatMap { Int($0) }
        events.append(.answered(status: head.status, retryAfter: retryAfter))
    }

    /// Takes whole lines.
    func received(_ body: inout [UInt8]) {
        deadline = MonotonicTime.now().adding(Self.limits.silence)
        guard let lines = splitter.append(body) else {
            events.append(.disconnected("a line of its answer is too long"))
            return
        }
        body = []
        for range in lines.ranges {
            do throws(StatusAPIError) {
                let line = try WaitLine(json: lines.bytes.span.extracting(range))
                if case .move(let milliseconds) = line { ledger.moved(after: milliseconds) }
                events.append(.line(line))
            } catch {
                events.append(.disconnected("its answer cannot be read: \(error.message)"))
            }
        }
    }

    /// Notes that nothing more will come.
    func end(_ body: [UInt8]) {
        events.append(.disconnected("its answer ended without an outcome"))
    }

    /// Notes that nothing more will come.
    func closed(_ reason: String) {
        events.append(.disconnected(reason))
    }
}
