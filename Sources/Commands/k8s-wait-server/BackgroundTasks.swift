internal import Locking

/// What a process does beside answering, until it ends. Thread-safe.
final class BackgroundTasks: Sendable {
    private let tasks = Locked<[Task<Void, Never>]>([])

    /// Nothing yet.
    init() {}

    /// Starts some work, which must end when its task is cancelled.
    func start(_ work: @escaping @Sendable () async -> Void) {
        let task = Task { await work() }
        tasks.withLock { $0.append(task) }
    }

    /// Tells all of it to end, and does not wait.
    func cancel() {
        for task in tasks.withLock({ $0 }) { task.cancel() }
    }

    /// Waits until all of it has ended.
    func finish() async {
        for task in tasks.withLock({ $0 }) { await task.value }
    }
}
