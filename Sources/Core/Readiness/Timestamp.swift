import Encodings

/// A moment of wall-clock time, as `metav1.Time` and `metav1.MicroTime` hold it.
package struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let seconds: Int
    /// The rest, 0 to 999,999,999.
    package let nanoseconds: Int

    /// The moment so long after the beginning of 1970; nanoseconds are 0 to 999,999,999.
    package init(seconds: Int, nanoseconds: Int = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// The moment so many seconds later; one that does not fit stays at the end of time.
    package func adding(seconds more: Int) -> Timestamp {
        let (sum, overflows) = seconds.addingReportingOverflow(more)
        return Timestamp(seconds: overflows ? (more > 0 ? .max : .min) : sum, nanoseconds: nanoseconds)
    }

    /// Whole seconds from an earlier moment to this one, rounded down; negative when it is later.
    package func seconds(since earlier: Timestamp) -> Int {
        let (difference, overflows) = seconds.subtractingReportingOverflow(earlier.seconds)
        guard !overflows else { return seconds > earlier.seconds ? .max : .min }
        return nanoseconds < earlier.nanoseconds ? difference &- 1 : difference
    }

    /// RFC 3339 in UTC, to the second: `2026-11-21T05:39:48Z`.
    package var description: String {
        let remainder = seconds % 86400
        let second = remainder < 0 ? remainder + 86400 : remainder
        let (year, month, day) = CivilDate.date(ofDay: seconds / 86400 - (remainder < 0 ? 1 : 0))
        let fields = [month, day, second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(year)-\(fields[0])-\(fields[1])T\(fields[2]):\(fields[3]):\(fields[4])Z"
    }
}
