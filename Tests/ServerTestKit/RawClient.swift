import Glibc
package import Posix
package import TLS

/// A client that sends exactly the bytes it is told to, and reads what comes, on a thread of its own for each step: a test
/// never blocks the threads that the server under test may need.
package final class RawClient: Sendable {
    private let worker: ClientWorker

    private init(worker: ClientWorker) {
        self.worker = worker
    }

    /// Connects, and shakes hands when `tls` is given. It comes from `source`, or from an address that the system chooses.
    package static func connect(
        to address: SocketAddress, from source: SocketAddress? = nil, tls: TLSClientContext? = nil
    ) async throws -> RawClient {
        let client = RawClient(worker: ClientWorker())
        try await client.worker.run { try $0.connect(to: address, from: source, tls: tls) }
        return client
    }

    /// Sends the text's UTF-8.
    package func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    /// Sends all bytes.
    package func send(_ bytes: [UInt8]) async throws {
        try await worker.run { try $0.send(bytes) }
    }

    /// Sends the text's UTF-8, and returns when the peer's system has it, whether or not the peer has looked at it.
    package func deliver(_ text: String) async throws {
        try await worker.run { connection in
            try connection.send(Array(text.utf8))
            try connection.settle()
        }
    }

    /// Reads until the peer closes; a reset throws.
    package func readToEnd() async throws -> String {
        try await worker.run { try $0.readToEnd() }
    }

    /// Reads up to and with the next `pattern`; what follows stays for the next read. Throws when the peer closes first.
    package func read(until pattern: String) async throws -> String {
        try await worker.run { try $0.read(until: pattern) }
    }

    /// Reads one answer with Content-Length, head and body.
    package func readAnswer() async throws -> String {
        try await worker.run { try $0.readAnswer() }
    }

    /// Ends the sending direction: close_notify over TLS, and the end of the stream.
    package func finishSending() async throws {
        try await worker.run { $0.finishSending() }
    }

    /// Closes at once; what is unread makes it a reset.
    package func close() async throws {
        try await worker.run { $0.close() }
    }

    /// Closes with a reset, whatever is unread (SO_LINGER 0).
    package func reset() async throws {
        try await worker.run { $0.reset() }
    }
}
