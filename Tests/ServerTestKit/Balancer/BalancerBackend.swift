import Glibc
import Posix

/// What a balancer knows of one replica, and how it comes to know it.
final class BalancerBackend {
    /// The replica.
    let replica: TCPBalancer.Replica
    /// New connections to ready replicas go to it.
    private(set) var isServing = false
    /// What was seen last, before the lag.
    private var isReady = false
    private var changes: [(at: MonotonicTime, isReady: Bool)] = []
    private var leaves: MonotonicTime?
    private var probe: Descriptor?
    private var isAsked = false
    private var answer: [UInt8] = []
    private var nextProbe = MonotonicTime.now()

    /// A replica of which nothing is known yet.
    init(_ replica: TCPBalancer.Replica) {
        self.replica = replica
    }

    /// It is gone from that moment on.
    func goes(at moment: MonotonicTime) { leaves = moment }

    /// Whether it is gone.
    func isGone(_ now: MonotonicTime) -> Bool { leaves.map { now >= $0 } ?? false }

    /// Asks for its readiness when that is due, and lets what is known take effect.
    func advance(_ now: MonotonicTime, _ timing: TCPBalancer.Timing) {
        if let isReady = probed(now, timing), isReady != self.isReady {
            self.isReady = isReady
            changes.append((now.adding(timing.lag), isReady))
        }
        while let change = changes.first, now >= change.at {
            isServing = change.isReady
            changes.removeFirst()
        }
    }

    /// What `/readyz` has just said; nil while nothing is new.
    private func probed(_ now: MonotonicTime, _ timing: TCPBalancer.Timing) -> Bool? {
        guard probe != nil else {
            guard now >= nextProbe else { return nil }
            nextProbe = now.adding(timing.probePeriod)
            (isAsked, answer) = (false, [])
            guard let socket = try? Descriptor.connecting(to: replica.readiness) else { return false }
            probe = consume socket
            return nil
        }
        if !isAsked {
            let request = Array("GET /readyz HTTP/1.0\r\n\r\n".utf8)
            switch request.withUnsafeBytes({ probe?.send($0) ?? .failure(EBADF) }) {
            case .value: isAsked = true
            case .failure(ENOTCONN), .wouldBlock: return late(now)
            case .failure: return end(false)
            }
        }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        switch buffer.withUnsafeMutableBytes({ probe?.receive(into: $0) ?? .failure(EBADF) }) {
        case .value(0), .failure: return end(answer.starts(with: Array("HTTP/1.1 200 ".utf8)))
        case .value(let count):
            answer += buffer[..<count]
            return nil
        case .wouldBlock: return late(now)
        }
    }

    /// A probe that is not answered before the next is due has failed.
    private func late(_ now: MonotonicTime) -> Bool? { now >= nextProbe ? end(false) : nil }

    private func end(_ isReady: Bool) -> Bool {
        probe = nil
        return isReady
    }
}
