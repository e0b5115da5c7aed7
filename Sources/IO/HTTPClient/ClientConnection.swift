import Glibc
import Posix
import TLS

/// A socket, and the TLS session that runs over it where there is one.
struct ClientConnection: ~Copyable {
    /// How much one read asks for: a TLS record's most.
    private static let readSize = 16 * 1024

    private let session: TLSSession?
    private let descriptor: Descriptor

    /// Begins to connect to `address`, without TLS where there is no `context`; with it the server must prove to be
    /// `host`. Nothing blocks: wait until `rawValue` is
    /// writable, then ask `connectionError`.
    init(to address: SocketAddress, host: String, context: TLSClientContext?) throws(HTTPClientError) {
        do {
            let descriptor = try Descriptor.connecting(to: address)
            if let context {
                session = try TLSSession.client(context, descriptor: descriptor.rawValue, host: host)
            } else {
                session = nil
            }
            self.descriptor = descriptor
        } catch let error as PosixError {
            throw HTTPClientError(.connection, error.message)
        } catch let error as TLSError {
            throw Self.error(error)
        } catch {
            throw HTTPClientError(.connection, "\(error)")
        }
    }

    /// The socket's number, to wait on.
    var rawValue: Int32 { descriptor.rawValue }

    /// SO_ERROR: 0 once the connection stands.
    borrowing func connectionError() -> Int32 { descriptor.connectionError() }

    /// One step of the handshake; without TLS there is none.
    borrowing func handshake() throws(HTTPClientError) -> TLSProgress {
        guard session != nil else { return .done(0) }
        do { return try session?.handshake() ?? .closed } catch { throw Self.error(error) }
    }

    /// Appends what has come to `buffer`.
    borrowing func read(into buffer: inout [UInt8]) throws(HTTPClientError) -> TLSProgress {
        let start = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: Self.readSize))
        var result = Result<TLSProgress, TLSError>.success(.closed)
        buffer.withUnsafeMutableBytes { bytes in
            let room = UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
            result =
                session == nil
                ? Self.plain(descriptor.receive(into: room), end: .closed, pending: .wantsRead)
                : Result { () throws(TLSError) in try session?.read(into: room) ?? .closed }
        }
        var count = 0
        if case .success(.done(let received)) = result { count = received }
        buffer.removeSubrange(start + count..<buffer.count)
        do { return try result.get() } catch { throw Self.error(error) }
    }

    /// Sends what can be sent of `bytes` from `offset` on.
    borrowing func write(_ bytes: [UInt8], from offset: Int) throws(HTTPClientError) -> TLSProgress {
        var result = Result<TLSProgress, TLSError>.success(.closed)
        bytes.withUnsafeBytes { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[min(offset, bytes.count)...])
            result =
                session == nil
                ? Self.plain(descriptor.send(rest), end: .done(0), pending: .wantsWrite)
                : Result { () throws(TLSError) in try session?.write(rest) ?? .closed }
        }
        do { return try result.get() } catch { throw Self.error(error) }
    }

    /// Tells the server that nothing more comes; does not wait for it.
    borrowing func shutdown() { _ = session?.shutdown() }

    /// What a read or a write of the bare socket came to: `end` where it moved nothing, `pending` where it has to wait.
    private static func plain(
        _ result: SyscallResult, end: TLSProgress, pending: TLSProgress
    ) -> Result<TLSProgress, TLSError> {
        switch result {
        case .value(0): .success(end)
        case .value(let count): .success(.done(count))
        case .wouldBlock: .success(pending)
        case .failure(ECONNRESET), .failure(EPIPE): .success(.closed)
        case .failure(let number): .failure(TLSError(.connection, PosixError.text(of: number)))
        }
    }

    private static func error(_ error: TLSError) -> HTTPClientError {
        switch error.code {
        case .verification: HTTPClientError(.verification, error.message)
        case .connection: HTTPClientError(.closed, error.message)
        default: HTTPClientError(.handshake, error.message)
        }
    }
}
