import Glibc

/// A door that opens once: whoever waits before it is let through when it opens, whoever comes later at once.
final class Latch: @unchecked Sendable {
    // Unchecked: a sem_t is made for use from several threads, and its address must not change, hence the heap.
    private let semaphore: UnsafeMutablePointer<sem_t>

    /// A latch that is shut.
    init() {
        semaphore = .allocate(capacity: 1)
        semaphore.initialize(to: sem_t())
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Lets everybody through from now on.
    func open() {
        sem_post(semaphore)
    }

    /// Blocks the calling thread until `open`.
    func wait() {
        while sem_wait(semaphore) != 0 { continue }
        // Hands the permit on to the next who waits.
        sem_post(semaphore)
    }
}
