// Public so that `withLock` can be inlined into other modules: this module itself shares nothing but `package`.
public import Synchronization

/// A value that one thread at a time may touch: the standard library's `Mutex`, readable to the thread sanitizer.
///
/// On Linux `Mutex` locks and unlocks inside the standard library, which is compiled without the sanitizer: it sees
/// nothing that puts one holder after the other and reports whatever a `Mutex` guards as a race. The atomic here repeats
/// that order in code which the sanitizer sees. Only the holder touches it, so it costs an uncontended load and store,
/// and it can hide no race: what is touched without the lock stays unordered.
@usableFromInline
package struct Locked<Value: ~Copyable>: ~Copyable, Sendable {
    /// What guards the value.
    @usableFromInline let mutex: Mutex<Value>
    /// Stored by each holder at its end, loaded by the next at its beginning; what it holds means nothing.
    @usableFromInline let handover = Atomic<Bool>(false)

    /// Guards `value`; nobody holds the lock yet.
    @inlinable
    package init(_ value: consuming sending Value) {
        mutex = Mutex(value)
    }

    /// Runs `body` with the value while no other thread has it; rethrows what `body` throws. Safe from any thread. Blocks
    /// the thread while another holds the lock, so `body` must be short; it must not take the same lock again.
    @inlinable
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        try mutex.withLock { (value: inout sending Value) throws(Failure) -> sending Result in
            _ = handover.load(ordering: .acquiring)
            defer { handover.store(true, ordering: .releasing) }
            return try body(&value)
        }
    }
}
