import Posix
import TLS

/// The bytes of one connection: in clear or by TLS, told apart by a branch and not by a witness table. No call blocks.
enum Transport: ~Copyable {
    /// A plain socket.
    case plain(Descriptor)
    /// A TLS session over its socket.
    case tls(Secured)
    /// Nothing any more.
    case closed

    /// A session with the socket that it runs over.
    struct Secured: ~Copyable {
        /// The session, which does not own the socket.
        let session: TLSSession
        /// The socket, which closing the session leaves open.
        let socket: Descriptor

        /// The socket without its session.
        consuming func takeSocket() -> Descriptor { socket }
    }

    /// What one step came to.
    enum Progress {
        /// This many bytes, at least one.
        case done(Int)
        case wantsRead
        case wantsWrite
        /// The peer has gone, orderly or not: nothing more can be exchanged.
        case closed
    }

    /// The socket's number; -1 once closed.
    var descriptor: Int32 {
        switch self {
        case .plain(let socket): socket.rawValue
        case .tls(let secured): secured.socket.rawValue
        case .closed: -1
        }
    }

    /// Speaks TLS over the socket from now on.
    mutating func secure(_ session: consuming TLSSession) {
        switch consume self {
        case .plain(let socket): self = .tls(Secured(session: session, socket: socket))
        case .tls(let old): self = .tls(old)
        case .closed: self = .closed
        }
    }

    /// Goes on without the session: to a peer that speaks in clear, or where nothing more is to be said.
    mutating func abandonTLS() {
        switch consume self {
        case .plain(let socket): self = .plain(socket)
        case .tls(let secured): self = .plain(secured.takeSocket())
        case .closed: self = .closed
        }
    }

    /// One step of the handshake; `closed` when there is no session.
    borrowing func handshake() throws(TLSError) -> TLSProgress {
        switch self {
        case .tls(let secured): try secured.session.handshake()
        case .plain: .closed
        case .closed: .closed
        }
    }

    /// Lets a peer without TCP_NODELAY go on: without session tickets nothing answers the end of its handshake, and its
    /// first request would wait for the acknowledgement.
    borrowing func handshakeEnded() {
        switch self {
        case .tls(let secured): secured.socket.acknowledgeNow()
        case .plain: break
        case .closed: break
        }
    }

    /// Reads what has come, at most what fits.
    borrowing func read(into buffer: UnsafeMutableRawBufferPointer) -> Progress {
        switch self {
        case .plain(let socket): Self.progress(socket.receive(into: buffer), blockedBy: .wantsRead)
        case .tls(let secured): Self.progress { () throws(TLSError) in try secured.session.read(into: buffer) }
        case .closed: .closed
        }
    }

    /// Bytes have been taken off the socket and not been given out: a part of a TLS record, of which nobody can tell yet what
    /// it says.
    var holdsBytes: Bool {
        switch self {
        case .plain: false
        case .tls(let secured): secured.session.holdsBytes
        case .closed: false
        }
    }

    /// Writes a part of `bytes`, which must not be empty.
    borrowing func write(_ bytes: UnsafeRawBufferPointer) -> Progress {
        switch self {
        case .plain(let socket): Self.progress(socket.send(bytes), blockedBy: .wantsWrite)
        case .tls(let secured): Self.progress { () throws(TLSError) in try secured.session.write(bytes) }
        case .closed: .closed
        }
    }

    /// Tells the peer that nothing more will come.
    borrowing func shutdownWriting() {
        switch self {
        case .plain(let socket): socket.shutdownWriting()
        case .tls(let secured):
            _ = secured.session.shutdown()
            secured.socket.shutdownWriting()
        case .closed: break
        }
    }

    private static func progress(_ result: SyscallResult, blockedBy: Progress) -> Progress {
        switch result {
        case .value(0): .closed
        case .value(let count): .done(count)
        case .wouldBlock: blockedBy
        case .failure: .closed
        }
    }

    /// An error in the middle of a connection leaves nothing to say to the peer but goodbye.
    private static func progress(_ step: () throws(TLSError) -> TLSProgress) -> Progress {
        do {
            switch try step() {
            case .done(let count): return .done(count)
            case .wantsRead: return .wantsRead
            case .wantsWrite: return .wantsWrite
            case .closed: return .closed
            }
        } catch {
            return .closed
        }
    }
}
