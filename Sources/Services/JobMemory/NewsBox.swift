internal import KubernetesClient
internal import Locking

/// The Jobs of which the listener has not been told yet, each once. Safe from any thread.
final class NewsBox: Sendable {
    /// Wakes the task that tells.
    let bell = Bell()
    private let jobs = Locked<Set<JobMemory.JobName>>([])

    /// An empty box.
    init() {}

    /// Adds Jobs.
    func add(_ more: Set<JobMemory.JobName>) {
        guard !more.isEmpty else { return }
        jobs.withLock { $0.formUnion(more) }
        bell.ring()
    }

    /// Takes all there are out.
    func take() -> Set<JobMemory.JobName> {
        jobs.withLock { jobs in
            defer { jobs = [] }
            return jobs
        }
    }
}
