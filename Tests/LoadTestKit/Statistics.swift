/// The value in the middle; the lower of two. Zero of nothing.
package func median(_ values: [Double]) -> Double { percentile(50, of: values) }

/// The smallest value that at least `percent` of the values do not exceed (nearest rank). Zero of nothing.
package func percentile(_ percent: Double, of values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let rank = Int((percent / 100 * Double(sorted.count)).rounded(.up))
    return sorted[min(max(rank, 1), sorted.count) - 1]
}
