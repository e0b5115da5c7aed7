/// A moment of the monotonic clock, or none, in eight bytes instead of the seventeen of an optional `Duration`: there are several for
/// each waiting pod.
@propertyWrapper struct CompactTime: Hashable, Comparable, Sendable {
    private static let never = Int64.max
    private var nanoseconds: Int64

    /// That moment.
    init(wrappedValue: Duration?) {
        nanoseconds = Self.never
        self.wrappedValue = wrappedValue
    }

    /// The earlier of two moments; none comes after all.
    static func < (first: CompactTime, second: CompactTime) -> Bool { first.nanoseconds < second.nanoseconds }

    /// The moment; one that is further away than 292 years is none.
    var wrappedValue: Duration? {
        get { nanoseconds == Self.never ? nil : .nanoseconds(nanoseconds) }
        set {
            guard let parts = newValue?.components else {
                nanoseconds = Self.never
                return
            }
            let (whole, overflows) = parts.seconds.multipliedReportingOverflow(by: 1_000_000_000)
            let (sum, overflowsToo) = whole.addingReportingOverflow(parts.attoseconds / 1_000_000_000)
            nanoseconds = overflows || overflowsToo ? Self.never : sum
        }
    }
}
