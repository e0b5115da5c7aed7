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

    /// Adds to the value; a negative amount lowers it.
    package func add(_ amount: Double) {
        bits.add(amount)
    }

    /// The present value.
    package var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
}

extension Atomic where Value == UInt64 {
    /// Adds to the `Double` whose bit pattern is stored here.
    func add(_ amount: Double) {
        var old = load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (exchanged, original) = weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
            if exchanged { return }
            old = original
        }
    }
}
