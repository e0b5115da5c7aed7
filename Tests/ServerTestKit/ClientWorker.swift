import Locking
import Posix
import TLS

/// A blocking connection behind a lock, each step run on a new thread.
final class ClientWorker: Sendable {
    private let connection = Locked(ClientConnection())

    /// Runs one step and gives its result.
    func run<Result: Sendable>(
        _ step: @escaping @Sendable (inout ClientConnection) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            do throws(PosixError) {
                try DetachedThread.start(name: "test client") { [self] in
                    continuation.resume(with: Swift.Result { try connection.withLock { try step(&$0) } })
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
