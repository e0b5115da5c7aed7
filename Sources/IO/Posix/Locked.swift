package import Glibc

/// A value behind a lock: pthread_mutex(3).
///
/// Not Synchronization's `Mutex`: its futex lives in a library that the thread sanitizer does not see into, so that every
/// use of it is reported as a race. The price is an allocation or two.
package struct Locked<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
    // Unchecked: the value is reached under the lock alone. Both live on the heap, since a mutex must not move.
    /// The mutex.
    @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
    /// What it guards.
    @usableFromInline let value: UnsafeMutablePointer<Value>

    /// A lock over `value`.
    package init(_ value: consuming sending Value) {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        self.value = .allocate(capacity: 1)
        self.value.initialize(to: value)
    }

    deinit {
        value.deinitialize(count: 1)
        value.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs `body` with the value while nobody else has it. Not re-entrant.
    @inlinable
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value.pointee)
    }
}
