/// Which HTTP statuses count as success: `status=200-299,401`.
package struct StatusCodes: Hashable, Sendable, CustomStringConvertible {
    /// What counts where nothing is written: 200 to 299.
    package static let successful = StatusCodes([200...299])

    /// The ranges, ascending, apart from one another, each within 100 to 599.
    package let ranges: [ClosedRange<Int>]

    /// The codes of these ranges, in any order; those that touch or overlap become one.
    package init(_ ranges: [ClosedRange<Int>]) {
        var merged: [ClosedRange<Int>] = []
        for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
    }

    /// Whether a status counts.
    package func contains(_ status: Int) -> Bool { ranges.contains { $0.contains(status) } }

    /// The text after `status=`.
    package var description: String {
        ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }
}
