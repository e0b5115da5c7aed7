import Locking
import Posix

/// An attack that goes on until it is stopped. Thread-safe.
package final class RunningAttack: Sendable {
    /// The connections, where it is these that are hostile.
    package let swarms: [Swarm]
    private let round: Round?

    /// Begins the rounds on a thread of their own.
    init(_ swarms: [Swarm], rounds: (@Sendable (Round) -> Void)?) throws {
        self.swarms = swarms
        guard let rounds else {
            round = nil
            return
        }
        let round = Round()
        try DetachedThread.start(name: "attack") {
            while !round.mustStop {
                rounds(round)
                round.completed()
            }
            round.ended()
        }
        self.round = round
    }

    /// What has been taken wrongly so far, in words.
    package var faults: [String] { round?.faults ?? [] }

    /// How many requests of rounds have been sent so far.
    package var requests: Int { round?.requests ?? 0 }

    /// What has happened to the connections so far, of all swarms together.
    package var counts: SwarmCounts {
        swarms.reduce(into: SwarmCounts()) { sum, swarm in
            let counts = swarm.counts
            sum.inPlace += counts.inPlace
            sum.arrivals += counts.arrivals
            sum.refusals += counts.refusals
            sum.cuts += counts.cuts
            sum.departures += counts.departures
            sum.answers.merge(counts.answers, uniquingKeysWith: +)
        }
    }

    /// Waits until every connection of each swarm has been tried, or one whole round is over.
    package func inFull(_ attempts: Int) async {
        for swarm in swarms { await swarm.wait { $0.attempts >= attempts } }
        await round?.waitForFirst()
    }

    /// Ends it, and returns what was taken wrongly.
    @discardableResult
    package func stop() async -> [String] {
        round?.stop()
        for swarm in swarms { await swarm.stop() }
        await round?.waitForEnd()
        return faults
    }

    /// The requests of an attack, one after the other, and what came of them.
    final class Round: Sendable {
        private struct State {
            var faults: [String] = []
            var requests = 0
            var rounds = 0
            var mustStop = false
            var hasEnded = false
            var firstWaiters: [CheckedContinuation<Void, Never>] = []
            var endWaiters: [CheckedContinuation<Void, Never>] = []
        }

        // A flood of the same words would tell no more.
        private static let mostFaults = 20

        private let state = Locked(State())

        /// Whether it is to end.
        var mustStop: Bool { state.withLock { $0.mustStop } }

        /// What was taken wrongly.
        var faults: [String] { state.withLock { $0.faults } }

        /// How many requests were sent.
        var requests: Int { state.withLock { $0.requests } }

        /// Ends it after the present request.
        func stop() { state.withLock { $0.mustStop = true } }

        /// Sends each on a connection of its own.
        func send(_ hostile: [HostileRequest], to target: AttackTarget) {
            for request in hostile where !mustStop {
                attempt(request.description) {
                    var connection = ClientConnection()
                    defer { connection.close() }
                    try connection.connect(to: target.address, tls: target.trust)
                    // The server may answer, and stop reading, before all of it is out.
                    try? connection.send(request.bytes)
                    return request.fault(in: try connection.readToEnd())
                }
            }
        }

        /// Resets a connection after each number of bytes, from 0 until a request gets through.
        func sever(_ target: AttackTarget) {
            var limit = 0
            var isThrough = false
            while !isThrough, !mustStop {
                attempt("a reset after \(limit) bytes") {
                    switch try SeveredConnection.run(target, after: limit) {
                    case .severed: return nil
                    case .closed: return "the server has closed a connection after \(limit) bytes"
                    case .answered(let answer):
                        isThrough = true
                        return answer.hasPrefix("HTTP/1.1 200 ") ? nil : "a proper request was answered \(answer)"
                    }
                }
                limit += 1
                // Of no TLS that we know is a small request so long.
                if limit > 20_000 { return note("no request got through") }
            }
        }

        /// Tries both ways to shake hands again.
        func renegotiate(_ target: AttackTarget) {
            attempt("renegotiation") {
                try Renegotiation.run(target) == .accepted ? "the server has renegotiated" : nil
            }
            attempt("a thousand changes of keys") {
                switch try Renegotiation.updateKeys(target, times: 1_000) {
                case .refused(let answer): answer.hasPrefix("HTTP/1.1 200 ") ? nil : "answered \(answer.prefix(200))"
                case .closed, .accepted: nil
                }
            }
        }

        private func attempt(_ what: String, _ body: () throws -> String?) {
            do {
                if let fault = try body() { note(fault) }
            } catch {
                note("\(what): \(error)")
            }
            state.withLock { $0.requests += 1 }
        }

        private func note(_ fault: String) {
            state.withLock { if $0.faults.count < Self.mostFaults { $0.faults.append(fault) } }
        }

        /// One pass is over.
        func completed() {
            let waiters = state.withLock { state in
                state.rounds += 1
                defer { state.firstWaiters = [] }
                return state.firstWaiters
            }
            for waiter in waiters { waiter.resume() }
        }

        /// The thread ends.
        func ended() {
            let waiters = state.withLock { state in
                state.hasEnded = true
                defer { state.endWaiters = [] }
                return state.endWaiters
            }
            for waiter in waiters { waiter.resume() }
        }

        /// Waits for the end of the first pass.
        func waitForFirst() async {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard state.rounds == 0 else { return true }
                    state.firstWaiters.append(continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        }

        /// Waits for the end of the thread.
        func waitForEnd() async {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard !state.hasEnded else { return true }
                    state.endWaiters.append(continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        }
    }
}
