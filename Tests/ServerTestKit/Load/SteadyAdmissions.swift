internal import Glibc
internal import Locking
package import Posix
package import TLS

/// Well-behaved clients of the webhook, as API servers are: some keep their connection, some make one for each
/// admission. Each runs on a thread of its own and sends one admission after another at a steady pace, each once.
package final class SteadyAdmissions: Sendable {
    private struct State {
        var tally = AdmissionTally()
        var mustStop = false
        var running = 0
        var waiters: [(wanted: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var endWaiters: [CheckedContinuation<Void, Never>] = []

        mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
            var ready: [CheckedContinuation<Void, Never>] = []
            waiters.removeAll { waiter in
                guard tally.answered + tally.lost.count >= waiter.wanted || running == 0 else { return false }
                ready.append(waiter.continuation)
                return true
            }
            guard running == 0 else { return ready }
            defer { endWaiters = [] }
            return ready + endWaiters
        }
    }

    private let state = Locked(State())
    private let address: SocketAddress
    private let trust: TLSClientContext
    private let pace: Duration

    /// Begins.
    ///
    /// - Parameters:
    ///   - keeping: how many clients keep their connection.
    ///   - renewing: how many make a connection for each admission.
    ///   - pace: the time from the beginning of a client's admission to that of its next, if that is answered by then.
    package static func start(
        to address: SocketAddress, trust: TLSClientContext, keeping: Int = 2, renewing: Int = 2,
        pace: Duration = .milliseconds(20)
    ) throws -> SteadyAdmissions {
        let load = SteadyAdmissions(address: address, trust: trust, pace: pace)
        load.state.withLock { $0.running = keeping + renewing }
        for number in 0..<(keeping + renewing) {
            try DetachedThread.start(name: "admissions") { load.run(keepsConnection: number < keeping) }
        }
        return load
    }

    private init(address: SocketAddress, trust: TLSClientContext, pace: Duration) {
        self.address = address
        self.trust = trust
        self.pace = pace
    }

    /// What has become of those that have ended so far.
    package var tally: AdmissionTally { state.withLock { $0.tally } }

    /// Waits until so many more have ended than when this was called, and gives what has become of these alone.
    package func next(_ count: Int) async -> AdmissionTally {
        let before = tally
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                state.waiters.append((before.answered + before.lost.count + count, continuation))
                return state.takeWaiters()
            }
            for continuation in ready { continuation.resume() }
        }
        var after = tally
        after.answered -= before.answered
        after.lost.removeFirst(before.lost.count)
        after.seconds.removeFirst(before.seconds.count)
        return after
    }

    /// Ends all clients once they have their answers; what has become of all admissions.
    @discardableResult
    package func stop() async -> AdmissionTally {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                state.mustStop = true
                state.endWaiters.append(continuation)
                return state.takeWaiters()
            }
            for continuation in ready { continuation.resume() }
        }
        return tally
    }

    private func run(keepsConnection: Bool) {
        var connection = ClientConnection()
        var isOpen = false
        while !state.withLock({ $0.mustStop }) {
            let begin = MonotonicTime.now()
            do {
                // What a client does that keeps connections: one that the server has closed meanwhile is not used.
                if !isOpen || connection.isSpent {
                    connection.close()
                    isOpen = false
                    try connection.connect(to: address, tls: trust)
                    isOpen = true
                }
                try connection.send(Self.request)
                let answer = try connection.readAnswer()
                let seconds = MonotonicTime.now().since(begin) / .seconds(1)
                note(AdmissionText.isRight(answer) ? nil : "answer: \(answer.prefix(300))", seconds)
                if !keepsConnection || answer.contains("\r\nConnection: close\r\n") {
                    connection.close()
                    isOpen = false
                }
            } catch {
                note(isOpen ? "\(error)" : "no connection: \(error)", 0)
                connection.close()
                isOpen = false
            }
            Self.sleep(until: begin.adding(pace))
        }
        connection.close()
        let ready = state.withLock { state in
            state.running -= 1
            return state.takeWaiters()
        }
        for continuation in ready { continuation.resume() }
    }

    private func note(_ failure: String?, _ seconds: Double) {
        let ready = state.withLock { state in
            if let failure {
                state.tally.lost.append(failure)
            } else {
                state.tally.answered += 1
                state.tally.seconds.append(seconds)
            }
            return state.takeWaiters()
        }
        for continuation in ready { continuation.resume() }
    }

    private static let request =
        Array(
            ("POST /mutate?timeout=5s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(AdmissionText.review.count)\r\n\r\n").utf8) + AdmissionText.review

    private static func sleep(until moment: MonotonicTime) {
        let left = moment.since(.now())
        guard left > .zero else { return }
        usleep(UInt32(clamping: Int(left / .microseconds(1))))
    }
}
