import Synchronization

/// A Prometheus histogram with fixed upper bounds. Callable from any thread; an observation is three atomic operations.
package final class Histogram: Sendable {
    /// The upper bounds of the buckets, ascending, without +Inf. Seconds, for durations.
    package let bounds: [Double]
    private let buckets: [AtomicCount]
    private let total = Atomic<UInt64>(0)

    /// Bounds for an answer that takes between 50 microseconds and 5 seconds.
    package static let latencyBounds = [
        0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
    ]

    /// An empty histogram over these upper bounds, in any order.
    init(bounds: [Double]) {
        self.bounds = bounds.sorted()
        buckets = (0...bounds.count).map { _ in AtomicCount() }
    }

    /// Counts one observation, in the unit of the bounds.
    package func observe(_ value: Double) {
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        buckets[index].count.wrappingAdd(1, ordering: .relaxed)
        total.add(value)
    }

    /// The cumulative count at each bound and then at +Inf, and the sum of all observations.
    package var snapshot: (cumulative: [Int], sum: Double) {
        var running = 0
        let cumulative = buckets.map { bucket in
            running &+= bucket.count.load(ordering: .relaxed)
            return running
        }
        return (cumulative, Double(bitPattern: total.load(ordering: .relaxed)))
    }

    /// An atomic cannot be an array's element, since it cannot be copied; a reference to one can.
    private final class AtomicCount: Sendable {
        let count = Atomic<Int>(0)
    }
}

extension Atomic where Value == UInt64 {
    /// Adds to the `Double` whose bit pattern is stored here.
    fileprivate func add(_ amount: Double) {
        var old = load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (exchanged, original) = weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
            if exchanged { return }
            old = original
        }
    }
}
