/// How many pods a workload is to have, and how many of them are past their waits already.
struct PodCounts: Hashable, Sendable {
    private var expected: Int32
    private var begun: Int32

    /// So many; nil where it is not known how many there will be, as under an autoscaler.
    init(expected: Int?, started: Int) {
        self.expected = expected.map { Int32(clamping: max($0, 0)) } ?? -1
        begun = Int32(clamping: max(started, 0))
    }

    /// How many there are to be; nil where that is not known.
    var total: Int? { expected < 0 ? nil : Int(expected) }

    /// How many are past their waits.
    var started: Int {
        get { Int(begun) }
        set { begun = Int32(clamping: max(newValue, 0)) }
    }

    /// On how many pods a sum may count; on `wanted` where nobody knows, since a circle is named only where it is sure.
    func expected(wanted: Int) -> Int { max(total ?? wanted, started) }
}
