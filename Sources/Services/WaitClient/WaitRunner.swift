import HTTP1
package import HTTPClient
import JSONText
package import Posix
import StatusAPI
import TLS

/// Carries out what a `WaitMachine` decides: one connection at a time, on the calling thread.
package struct WaitRunner: ~Copyable {
    /// More than any line of the status server has.
    private static let longestLine = 64 * 1024

    private let configuration: WaitConfiguration
    private let signals: SignalDescriptor
    private let output: WaitOutput
    private let start: MonotonicTime
    private let limits: HTTPClientLimits
    private var machine: WaitMachine
    private var generator = SystemRandomNumberGenerator()
    private var client: HTTPClient
    private var exchange: HTTPExchange?
    private var splitter = LineSplitter(limit: WaitRunner.longestLine)
    /// When to connect, while there is no connection.
    private var connectAt: MonotonicTime?
    private var exit: WaitExit?

    /// A wait whose time counts from `start`. `signals` carries SIGTERM and SIGINT.
    ///
    /// Throws when the server's authorities cannot be read.
    package init(
        _ configuration: WaitConfiguration, signals: consuming SignalDescriptor, output: WaitOutput,
        start: MonotonicTime, limits: HTTPClientLimits = HTTPClientLimits()
    ) throws(WaitClientError) {
        self.configuration = configuration
        self.output = output
        self.start = start
        machine = WaitMachine(question: configuration.question)
        self.limits = limits
        client = Self.client(configuration, try configuration.trust.context(), limits, signals)
        self.signals = signals
    }

    /// Waits to the end and returns the exit code; the termination log is written by then.
    package mutating func run() -> Int32 {
        perform(.started)
        while true {
            if let exit {
                configuration.terminationLog.write(exit.termination)
                return exit.code
            }
            if elapsed >= machine.nextTimer {
                perform(.timer)
            } else if let moment = connectAt {
                waitToConnect(at: moment)
            } else {
                listen()
            }
        }
    }

    private var elapsed: Duration { MonotonicTime.now().since(start) }

    private mutating func waitToConnect(at moment: MonotonicTime) {
        let until = min(moment, start.adding(machine.nextTimer))
        do throws(HTTPClientError) {
            _ = try Interruption(descriptor: signals.rawValue).wait(for: -1, events: 0, until: until)
            guard MonotonicTime.now() >= moment else { return }
            connectAt = nil
            splitter = LineSplitter(limit: Self.longestLine)
            exchange = try client.begin(question)
        } catch {
            fail(error)
        }
    }

    private var question: HTTPClientRequest {
        var request = configuration.identity
        request.completedJobs = machine.completedJobs
        return HTTPClientRequest(
            method: "POST", target: WaitRequest.waitPath,
            headers: [
                HTTPClientRequest.Field("Content-Type", WaitRequest.contentType),
                HTTPClientRequest.Field("Accept", WaitRequest.answerContentType),
            ], body: request.json)
    }

    private mutating func listen() {
        do throws(HTTPClientError) {
            switch try exchange?.next(until: start.adding(machine.nextTimer)) {
            case .head(let head):
                perform(
                    .answered(status: head.status, retryAfter: head.headers.first("retry-after").flatMap { Int($0) }))
            case .body(let bytes):
                guard let lines = splitter.append(bytes) else {
                    throw HTTPClientError(.badAnswer, "a line of its answer is longer than \(Self.longestLine) bytes")
                }
                for range in lines.ranges where connectAt == nil { take(lines.bytes.span.extracting(range)) }
            case .nothingYet:
                break
            case .end, nil:
                throw HTTPClientError(.closed, "its answer ended without an outcome")
            }
        } catch {
            fail(error)
        }
    }

    private mutating func take(_ line: Span<UInt8>) {
        do throws(StatusAPIError) {
            perform(.line(try WaitLine(json: line)))
        } catch {
            perform(.disconnected("its answer cannot be read: \(error.message)"))
        }
    }

    private mutating func fail(_ error: HTTPClientError) {
        guard error.code == .interrupted else {
            if error.code == .verification { readAuthoritiesAgain() }
            perform(.disconnected(error.message))
            return
        }
        while let number = signals.next() {
            if let signal = WaitSignal(number: number) { perform(.signal(signal)) }
        }
    }

    /// A wait may be longer than the life of an authority: its file may hold the new one by now. One that cannot be read
    /// leaves things as they are.
    private mutating func readAuthoritiesAgain() {
        guard case .file = configuration.trust, let context = try? configuration.trust.context() else { return }
        exchange = nil
        client = Self.client(configuration, context, limits, signals)
    }

    private static func client(
        _ configuration: WaitConfiguration, _ context: TLSClientContext, _ limits: HTTPClientLimits,
        _ signals: borrowing SignalDescriptor
    ) -> HTTPClient {
        HTTPClient(
            url: configuration.server, fallback: configuration.addresses, context: context, limits: limits,
            interruption: Interruption(descriptor: signals.rawValue))
    }

    private mutating func perform(_ event: WaitEvent) {
        for action in machine.handle(event, at: elapsed, using: &generator) {
            switch action {
            case .connect(let delay):
                exchange = nil
                connectAt = MonotonicTime.now().adding(delay)
            case .print(let line): output.print(line)
            case .report(let line): output.report(line)
            case .exit(let exit): self.exit = exit
            }
        }
    }
}
