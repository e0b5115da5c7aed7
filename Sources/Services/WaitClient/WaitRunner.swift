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
    /// What telling the server of the end may take, in tenths of a second: nobody waits for it any longer. Time in which
    /// the whole machine stood still counts as one of them.
    private static let announcementTime = 20
    /// How often a picture on a terminal is drawn again: it shows seconds.
    private static let redrawInterval = Duration.seconds(1)

    private let configuration: WaitConfiguration
    private let signals: SignalDescriptor
    private var output: WaitOutput
    private let start: MonotonicTime
    private let limits: HTTPClientLimits
    /// What ends each wait: a signal, or the end of a probe.
    private let interruption: Interruption
    private var machine: WaitMachine
    private var probes: ProbeRunner
    private var generator = SystemRandomNumberGenerator()
    private var client: HTTPClient
    private var exchange: HTTPExchange?
    private var splitter = LineSplitter(limit: WaitRunner.longestLine)
    private var nextRedraw: MonotonicTime
    /// When to connect, while there is no connection.
    private var connectAt: MonotonicTime?
    private var exit: WaitExit?

    /// A wait whose time counts from `start`. `signals` carries SIGTERM and SIGINT.
    ///
    /// Throws when the server's authorities cannot be read or the system gives no descriptor.
    package init(
        _ configuration: WaitConfiguration, signals: consuming SignalDescriptor, output: WaitOutput,
        start: MonotonicTime, limits: HTTPClientLimits = HTTPClientLimits()
    ) throws(WaitClientError) {
        self.configuration = configuration
        self.output = output
        self.output.speak(configuration.toolLog)
        self.start = start
        nextRedraw = start
        machine = WaitMachine(question: configuration.question)
        self.limits = limits
        let context = try configuration.trust.context()
        let probes = try ProbeRunner(configuration.probes)
        interruption = Interruption(descriptor: signals.rawValue, or: probes.rawValue)
        client = Self.client(configuration, context, limits, interruption)
        self.probes = probes
        self.signals = signals
    }

    /// Waits to the end and says how it came; the termination log is written by then.
    package mutating func run() -> WaitExit {
        for note in configuration.notes { say(.line(.note, note)) }
        perform(.started)
        while true {
            for (round, status) in probes.answers() { perform(.probed(round: round, status)) }
            if let exit {
                configuration.terminationLog.write(exit.termination)
                return exit
            }
            if output.isLive, MonotonicTime.now() >= nextRedraw {
                output.show(machine.picture(at: elapsed))
                nextRedraw = MonotonicTime.now().adding(Self.redrawInterval)
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

    /// When something is due even if nothing happens.
    private var wakeAt: MonotonicTime {
        let moment = min(start.adding(machine.nextTimer), probes.nextDeadline ?? .distantFuture)
        return output.isLive ? min(moment, nextRedraw) : moment
    }

    private mutating func waitToConnect(at moment: MonotonicTime) {
        let until = min(moment, wakeAt)
        do throws(HTTPClientError) {
            _ = try interruption.wait(for: -1, events: 0, until: until)
            guard MonotonicTime.now() >= moment else { return }
            connectAt = nil
            splitter = LineSplitter(limit: Self.longestLine)
            exchange = try client.begin(question)
        } catch {
            fail(error)
        }
    }

    private var identity: WaitRequest {
        var request = configuration.identity
        request.completedJobs = machine.completedJobs
        return request
    }

    private var question: HTTPClientRequest {
        HTTPClientRequest(
            method: "POST", target: WaitRequest.waitPath,
            headers: [
                HTTPClientRequest.Field("Content-Type", WaitRequest.contentType),
                HTTPClientRequest.Field("Accept", WaitRequest.answerContentType),
            ], body: identity.json)
    }

    /// Tells the server how the wait ends. Nothing depends on whether it hears it; a signal ends the attempt.
    private mutating func announce(_ outcome: WaitReport.Outcome) {
        let request = HTTPClientRequest(
            method: "POST", target: WaitReport.path,
            headers: [HTTPClientRequest.Field("Content-Type", WaitRequest.contentType)],
            body: WaitReport(identity, outcome: outcome).json)
        exchange = nil
        do throws(HTTPClientError) {
            exchange = try client.begin(request)
        } catch {
            return
        }
        for _ in 0..<Self.announcementTime {
            do throws(HTTPClientError) {
                guard case .nothingYet? = try exchange?.next(until: .now().adding(.milliseconds(100))) else { return }
            } catch {
                guard error.code == .interrupted, signals.next() == nil else { return }
                // A probe that has ended too late.
                _ = probes.answers()
            }
        }
    }

    private mutating func listen() {
        do throws(HTTPClientError) {
            let wakeAt = wakeAt
            switch try exchange?.next(until: wakeAt) {
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
        client = Self.client(configuration, context, limits, interruption)
    }

    private static func client(
        _ configuration: WaitConfiguration, _ context: TLSClientContext, _ limits: HTTPClientLimits,
        _ interruption: Interruption
    ) -> HTTPClient {
        HTTPClient(
            url: configuration.server, fallback: configuration.addresses, context: context, limits: limits,
            interruption: interruption)
    }

    private mutating func perform(_ event: WaitEvent) {
        for action in machine.handle(event, at: elapsed, using: &generator) {
            switch action {
            case .connect(let delay):
                exchange = nil
                connectAt = MonotonicTime.now().adding(delay)
            case .probe(let round): probes.begin(round: round)
            case .say(let notice): say(notice)
            case .announce(let outcome): announce(outcome)
            case .exit(let exit): self.exit = exit
            }
        }
    }

    private mutating func say(_ notice: WaitNotice) { output.say(notice, machine.picture(at: elapsed)) }
}
