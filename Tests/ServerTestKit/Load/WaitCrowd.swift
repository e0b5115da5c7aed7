internal import Glibc
internal import Locking
package import Posix
package import StatusAPI
package import TLS

/// Waiting pods: each holds a stream to the status server on a thread of its own, moves when it is told to, and comes
/// back after a moment when its connection breaks, until it has an outcome. Thread-safe.
package final class WaitCrowd: Sendable {
    /// What has become of the pods so far.
    package struct Counts: Sendable {
        /// Those that have been told at least once what they wait for.
        package internal(set) var waiting = 0
        /// Those that were released.
        package internal(set) var released = 0
        /// What else became of pods, in words.
        package internal(set) var failures: [String] = []
        /// The delays with which streams were told to move, in milliseconds, in the order in which they were told.
        package internal(set) var moves: [Int] = []
        /// How often a connection ended without a word of where to go, or could not be made.
        package internal(set) var breaks = 0
    }

    private struct State {
        var counts = Counts()
        var running = 0
        var mustStop = false
        var waiters: [(condition: @Sendable (Counts) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []

        mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
            var ready: [CheckedContinuation<Void, Never>] = []
            waiters.removeAll { waiter in
                guard running == 0 || waiter.condition(counts) else { return false }
                ready.append(waiter.continuation)
                return true
            }
            return ready
        }
    }

    private let state = Locked(State())
    private let address: SocketAddress
    private let trust: TLSClientContext

    /// Begins a wait for each of these pods.
    package init(_ pods: [WaitRequest], at address: SocketAddress, trust: TLSClientContext) throws {
        self.address = address
        self.trust = trust
        state.withLock { $0.running = pods.count }
        for pod in pods {
            try DetachedThread.start(name: "waiting pod", stackSize: 512 << 10) { self.run(pod) }
        }
    }

    /// What has happened so far.
    package var counts: Counts { state.withLock { $0.counts } }

    /// Waits until the counts are so, or every pod has an outcome.
    package func wait(until condition: @escaping @Sendable (Counts) -> Bool) async {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                state.waiters.append((condition, continuation))
                return state.takeWaiters()
            }
            for continuation in ready { continuation.resume() }
        }
    }

    /// Has every pod go away once it hears something.
    package func stop() {
        state.withLock { $0.mustStop = true }
    }

    private func run(_ pod: WaitRequest) {
        var isWaiting = false
        var outcome: WaitOutcome?
        while outcome == nil, !state.withLock({ $0.mustStop }) {
            var connection = ClientConnection()
            var delay = Int.random(in: 100...500)
            do {
                try connection.connect(to: address, tls: trust)
                try connection.send(Self.request(pod))
                stream: while true {
                    let text = try connection.read(until: "\n")
                    guard text.hasPrefix("{") else { continue }
                    switch try WaitLine(json: Array(text.dropLast().utf8).span) {
                    case .verdict:
                        if !isWaiting { change { $0.waiting += 1 } }
                        isWaiting = true
                    case .move(let milliseconds):
                        delay = milliseconds
                        change { $0.moves.append(milliseconds) }
                        break stream
                    case .outcome(let end):
                        outcome = end
                        break stream
                    case .heartbeat, .ready, .unknown, .unrecognised: continue
                    }
                }
            } catch {
                change { $0.breaks += 1 }
            }
            connection.close()
            if outcome == nil { usleep(UInt32(clamping: delay * 1_000)) }
        }
        change { counts in
            switch outcome {
            case .released: counts.released += 1
            case .failed(let message), .refused(let message): counts.failures.append(message)
            case nil: break
            }
        }
        change(isLast: true) { _ in }
    }

    private func change(isLast: Bool = false, _ body: (inout Counts) -> Void) {
        let ready = state.withLock { state in
            body(&state.counts)
            if isLast { state.running -= 1 }
            return state.takeWaiters()
        }
        for continuation in ready { continuation.resume() }
    }

    private static func request(_ pod: WaitRequest) -> [UInt8] {
        let body = pod.json
        return Array(
            ("POST \(WaitRequest.waitPath) HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(WaitRequest.contentType)\r\n"
                + "Content-Length: \(body.count)\r\n\r\n").utf8) + body
    }
}
