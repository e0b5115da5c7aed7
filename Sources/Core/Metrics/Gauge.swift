import Synchronization

/// A Prometheus gauge: a number that goes up and down. Callable from any thread.
package final class Gauge: Sendable {
    private let bits = Atomic<UInt64>(0)

    /// A gauge at 0; the registry makes them.
    init() {}

    /// Replaces the value.
    package func set(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    /// The present value.
    package var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
}
