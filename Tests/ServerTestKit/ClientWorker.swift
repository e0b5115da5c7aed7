import Glibc
import Locking
import TLS

/// A blocking connection behind a lock, each step run on a new thread.
final class ClientWorker: Sendable {
    private let connection = Locked(ClientConnection())

    /// Runs one step and gives its result.
    func run<Result: Sendable>(
        _ step: @escaping @Sendable (inout ClientConnection) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Self.onNewThread { [self] in
                continuation.resume(with: Swift.Result { try connection.withLock { try step(&$0) } })
            }
        }
    }

    private static func onNewThread(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body))
        let status = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                pthread_detach(pthread_self())
                Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, box.toOpaque())
        guard status == 0 else {
            box.release()
            return body()
        }
    }

    private final class Box {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
