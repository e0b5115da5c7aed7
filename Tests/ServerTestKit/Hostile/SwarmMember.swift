import Glibc
import Posix
import TLS

/// One place of a `Swarm`: a connection, and when that has ended, the next.
final class SwarmMember {
    /// What one step came to.
    enum Step {
        /// It waits, to write as well or only to read.
        case waiting(toWrite: Bool)
        /// It has sent what it sends at once.
        case arrived
        /// It is over.
        case over(End)
    }

    /// How a connection ended.
    enum End {
        /// Refused, or cut before it had arrived.
        case refused
        /// Ended by the server.
        case cut
        /// By its plan.
        case departed
    }

    private enum Phase {
        case connecting
        case handshaking
        case sending
        case arrived
    }

    private let plan: SwarmPlan
    private let target: AttackTarget
    private let source: SocketAddress
    private var socket: Descriptor?
    private var session: TLSSession?
    private var phase = Phase.connecting
    private var sent = 0
    private var dripped = 0
    private var head: [UInt8] = []
    /// The status of the answer, once there is one that was not counted.
    private(set) var status: Int?

    /// The place of that number.
    init(_ number: Int, plan: SwarmPlan, target: AttackTarget) {
        self.plan = plan
        self.target = target
        let index = number % max(1, plan.sources)
        source = SocketAddress(numericHost: "127.0.\(1 + index / 250).\(1 + index % 250)", port: 0) ?? target.address
    }

    /// The socket; -1 when there is none.
    var descriptor: Int32 { socket?.rawValue ?? -1 }

    /// Begins to connect; false when the system does not let it.
    func open() -> Bool {
        close()
        guard let socket = try? Descriptor.connecting(to: target.address, from: source) else { return false }
        if plan.isSecure {
            session = try? TLSSession.client(target.trust, descriptor: socket.rawValue, host: target.address.host)
        }
        self.socket = consume socket
        (phase, sent, dripped, head, status) = (.connecting, 0, 0, [], nil)
        return true
    }

    /// Closes what is open.
    func close() {
        session = nil
        socket = nil
    }

    /// Does what can be done now.
    func step() -> Step {
        do {
            switch phase {
            case .connecting:
                guard socket?.connectionError() == 0 else { return .over(.refused) }
                phase = plan.isSecure ? .handshaking : .sending
                return step()
            case .handshaking:
                switch try session?.handshake() {
                case .done:
                    phase = .sending
                    return step()
                case .wantsRead: return .waiting(toWrite: false)
                case .wantsWrite: return .waiting(toWrite: true)
                case .closed, nil: return .over(.refused)
                }
            case .sending: return try send()
            case .arrived: return read()
            }
        } catch {
            return .over(phase == .arrived ? .cut : .refused)
        }
    }

    /// Sends the next byte of the drip, if there is one.
    func drip() -> Step {
        guard phase == .arrived, !plan.drip.isEmpty else { return .waiting(toWrite: false) }
        let byte = [plan.drip[dripped % plan.drip.count]]
        dripped += 1
        do {
            if case .closed = try write(byte[...]) { return .over(.cut) }
        } catch {
            return .over(.cut)
        }
        return .waiting(toWrite: false)
    }

    /// Takes the status of the answer, once.
    func takeStatus() -> Int? {
        defer { status = nil }
        return status
    }

    /// What happens once everything has been sent.
    func arrive() -> Step {
        switch plan.ending {
        case .hold, .readAnswer: return .waiting(toWrite: false)
        case .finishSending:
            _ = session?.shutdown()
            socket?.shutdownWriting()
            return .waiting(toWrite: false)
        case .reset:
            var option = linger(l_onoff: 1, l_linger: 0)
            _ = setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
            return .over(.departed)
        }
    }

    private func send() throws -> Step {
        while sent < plan.opening.count {
            switch try write(plan.opening[sent...]) {
            case .done(let count): sent += count
            case .wantsRead: return .waiting(toWrite: false)
            case .wantsWrite: return .waiting(toWrite: true)
            case .closed: return .over(.refused)
            }
        }
        phase = .arrived
        return .arrived
    }

    private func read() -> Step {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let step = try? buffer.withUnsafeMutableBytes { bytes in
                if let step = try session?.read(into: bytes) { return step }
                return Self.progress(socket?.receive(into: bytes), blocked: .wantsRead)
            }
            switch step {
            case .done(let count)? where count > 0:
                note(buffer[..<count])
                if case .readAnswer = plan.ending, status != nil { return .over(.departed) }
            case .wantsRead?: return .waiting(toWrite: false)
            case .wantsWrite?: return .waiting(toWrite: true)
            case .done?, .closed?, nil:
                if case .finishSending = plan.ending { return .over(.departed) }
                return .over(.cut)
            }
        }
    }

    private func note(_ bytes: ArraySlice<UInt8>) {
        guard head.count < 12 else { return }
        head += bytes.prefix(12 - head.count)
        guard head.count == 12, head.starts(with: Array("HTTP/1.1 ".utf8)) else { return }
        status = Int(String(decoding: head[9...], as: UTF8.self))
    }

    private func write(_ bytes: ArraySlice<UInt8>) throws -> TLSProgress {
        try bytes.withUnsafeBytes { bytes in
            if let step = try session?.write(bytes) { return step }
            return Self.progress(socket?.send(bytes), blocked: .wantsWrite)
        }
    }

    private static func progress(_ result: SyscallResult?, blocked: TLSProgress) -> TLSProgress {
        switch result {
        case .value(0)?, .failure?, nil: .closed
        case .value(let count)?: .done(count)
        case .wouldBlock?: blocked
        }
    }
}
