import Synchronization

/// A Prometheus counter: a whole number that only grows. Callable from any thread; an increment is one atomic addition.
package final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    /// A counter at 0; the registry makes them.
    init() {}

    /// Adds to the counter; a negative amount is ignored.
    package func increment(by amount: Int = 1) {
        guard amount > 0 else { return }
        count.wrappingAdd(amount, ordering: .relaxed)
    }

    /// The present count.
    package var value: Int { count.load(ordering: .relaxed) }
}
