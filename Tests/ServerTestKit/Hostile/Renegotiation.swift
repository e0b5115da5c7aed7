import CLinux
import COpenSSL
import Glibc
import Posix
import TLS

/// A client that shakes hands again on a connection that is open already: by TLS 1.2's renegotiation (RFC 5246, 7.4.1.1),
/// or by TLS 1.3's change of keys (RFC 8446, 4.6.3), which is the one that a server has to follow.
enum Renegotiation {
    /// What the server has made of it.
    enum Outcome: Equatable {
        /// It has refused, and the connection was still good for a request, whose answer this is.
        case refused(String)
        /// It has ended the connection.
        case closed
        /// It has taken part.
        case accepted
    }

    /// Asks for one renegotiation of TLS 1.2. Blocks.
    static func run(_ target: AttackTarget) throws -> Outcome {
        let session = try Session(target, version: TLS1_2_VERSION)
        guard SSL_renegotiate(session.pointer) == 1 else { return .closed }
        let isDone = SSL_do_handshake(session.pointer) == 1 && SSL_renegotiate_pending(session.pointer) == 0
        // OpenSSL ends its own side when it is refused; a client that did not could go on.
        return isDone ? .accepted : .closed
    }

    /// Changes the keys so many times, asking the server to change its own each time, then sends a request. Blocks.
    static func updateKeys(_ target: AttackTarget, times: Int) throws -> Outcome {
        let session = try Session(target, version: TLS1_3_VERSION)
        for _ in 0..<times {
            guard SSL_key_update(session.pointer, SSL_KEY_UPDATE_REQUESTED) == 1,
                SSL_do_handshake(session.pointer) == 1
            else { return .closed }
        }
        guard let answer = session.ask(target.request(fields: "Connection: close\r\n")) else { return .closed }
        return .refused(answer)
    }

    /// One blocking session of OpenSSL's own.
    private final class Session {
        let pointer: OpaquePointer
        private let context: OpaquePointer
        private let socket: Descriptor

        init(_ target: AttackTarget, version: Int32) throws {
            let socket = try Descriptor.connecting(to: target.address)
            guard try socket.wait(for: Int32(POLLOUT), until: .now().adding(.seconds(60))) else {
                throw PosixError("connect", message: "the server does not answer")
            }
            let flags = k8s_wait_fcntl(socket.rawValue, F_GETFL, 0)
            _ = k8s_wait_fcntl(socket.rawValue, F_SETFL, flags & ~O_NONBLOCK)
            guard let context = SSL_CTX_new(TLS_client_method()) else { throw TLSError(.setup, "no context") }
            _ = SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(version), nil)
            _ = SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(version), nil)
            guard let pointer = SSL_new(context) else {
                SSL_CTX_free(context)
                throw TLSError(.setup, "no session")
            }
            self.pointer = pointer
            self.context = context
            self.socket = socket
            SSL_set_fd(pointer, self.socket.rawValue)
            guard SSL_connect(pointer) == 1 else { throw TLSError(.handshake, "the server does not shake hands") }
        }

        deinit {
            SSL_free(pointer)
            SSL_CTX_free(context)
        }

        /// Sends a request and reads to the end; nil when it cannot be sent or nothing comes.
        func ask(_ request: [UInt8]) -> String? {
            guard SSL_write(pointer, request, Int32(request.count)) == request.count else { return nil }
            var received: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 16_384)
            while case let count = SSL_read(pointer, &buffer, Int32(buffer.count)), count > 0 {
                received += buffer[..<Int(count)]
            }
            return received.isEmpty ? nil : String(decoding: received, as: UTF8.self)
        }
    }
}
