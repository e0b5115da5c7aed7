import Locking

/// Every metric of the process, and their text in Prometheus's exposition format 0.0.4.
///
/// Metrics are made once, at start, and kept by whoever counts; the registry is only asked when somebody scrapes.
/// Thread-safe. Asking for the same name and labels again gives the same metric.
package final class MetricsRegistry: Sendable {
    /// One label: its name, and its value out of a fixed set.
    package typealias Label = (name: String, value: String)

    private let families = Locked<[String: MetricFamily]>([:])

    /// A registry without metrics.
    package init() {}

    /// A counter; its name should end in `_total`.
    package func counter(_ name: String, help: String, labels: [Label] = []) -> Counter {
        metric(name, .counter, help, labels) {
            .counter(Counter())
        } read: { metric in
            if case .counter(let counter) = metric { counter } else { nil }
        } ?? Counter()
    }

    /// Counters that differ in one label, by the label's values, all of which are shown from the beginning.
    package func counters<Value: CaseIterable & Hashable & RawRepresentable<String>>(
        _ name: String, help: String, by label: String
    ) -> [Value: Counter] {
        let counters = Value.allCases.map { ($0, counter(name, help: help, labels: [(label, $0.rawValue)])) }
        return Dictionary(counters) { first, _ in first }
    }

    /// Counters that differ in one label, by these values of it.
    ///
    /// - Parameter others: the labels that they have in common, which come first.
    package func counters(
        _ name: String, help: String, beside others: [Label] = [], by label: String, of values: [String]
    ) -> [String: Counter] {
        let counters = values.map { ($0, counter(name, help: help, labels: others + [(label, $0)])) }
        return Dictionary(counters) { first, _ in first }
    }

    /// A gauge.
    package func gauge(_ name: String, help: String, labels: [Label] = []) -> Gauge {
        metric(name, .gauge, help, labels) {
            .gauge(Gauge())
        } read: { metric in
            if case .gauge(let gauge) = metric { gauge } else { nil }
        } ?? Gauge()
    }

    /// A histogram over the given upper bounds.
    package func histogram(
        _ name: String, help: String, bounds: [Double] = Histogram.latencyBounds, labels: [Label] = []
    ) -> Histogram {
        metric(name, .histogram, help, labels) {
            .histogram(Histogram(bounds: bounds))
        } read: { metric in
            if case .histogram(let histogram) = metric { histogram } else { nil }
        } ?? Histogram(bounds: bounds)
    }

    /// A family whose values are read only when somebody scrapes.
    package func collect(
        _ name: String, kind: MetricKind, help: String,
        _ read: @escaping @Sendable () -> [(labels: [Label], value: Double)]
    ) {
        families.withLock { families in
            families[name, default: MetricFamily(kind: kind, help: help)].collector = read
        }
    }

    /// The text of all metrics, families in the order of their names.
    package func render() -> [UInt8] {
        let families = families.withLock { $0 }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            family.render(name, into: &text)
        }
        return Array(text.utf8)
    }

    private func metric<Metric: Sendable>(
        _ name: String, _ kind: MetricKind, _ help: String, _ labels: [Label],
        make: () -> MetricFamily.Member, read: (MetricFamily.Member) -> Metric?
    ) -> Metric? {
        let key = MetricFamily.text(of: labels)
        return families.withLock { families in
            read(families[name, default: MetricFamily(kind: kind, help: help)].member(key, make: make))
        }
    }
}
