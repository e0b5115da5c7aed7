import Locking

/// Something that goes on while pods come and go.
final class Course: Sendable {
    private let result = Locked<Result<Void, any Error>?>(nil)

    /// Begins it.
    init(_ action: @escaping Trial.Action, _ site: Site) {
        Task { [self] in
            do {
                try await action(site)
                result.withLock { $0 = .success(()) }
            } catch {
                result.withLock { $0 = .failure(error) }
            }
        }
    }

    /// Whether it is over.
    var isOver: Bool { result.withLock { $0 != nil } }

    /// Throws what it has thrown.
    func check() throws { try result.withLock { $0 }?.get() }
}
