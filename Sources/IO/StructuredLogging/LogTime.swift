internal import Glibc

/// The moment that a log line is written.
enum LogTime {
    /// The wall clock in RFC 3339 with milliseconds, UTC.
    static func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        gmtime_r(&time.tv_sec, &parts)
        let fields = [
            (parts.tm_year + 1900, 4, "-"), (parts.tm_mon + 1, 2, "-"), (parts.tm_mday, 2, "T"),
            (parts.tm_hour, 2, ":"), (parts.tm_min, 2, ":"), (parts.tm_sec, 2, "."),
            (Int32(time.tv_nsec / 1_000_000), 3, "Z"),
        ]
        return fields.map { value, width, separator in
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits + separator
        }.joined()
    }
}
