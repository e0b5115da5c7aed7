import Encodings

extension Timestamp {
    /// Parses RFC 3339 section 5.6, `2026-11-21T05:39:48Z` or with a fraction and an offset; nil for anything else.
    ///
    /// Digits of a fraction after the ninth are dropped. A leap second is refused, as Go's `time.Parse` refuses it.
    package init?(rfc3339 text: String) {
        self.init(rfc3339: text.utf8.span)
    }

    /// Parses the same from bytes.
    init?(rfc3339 text: Span<UInt8>) {
        var scanner = Scanner(bytes: text)
        guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2), scanner.take("-"),
            let day = scanner.digits(2), scanner.take("T") || scanner.take("t"), let hour = scanner.digits(2),
            scanner.take(":"), let minute = scanner.digits(2), scanner.take(":"), let second = scanner.digits(2),
            1...12 ~= month, 1...31 ~= day, day <= CivilDate.days(inMonth: month, of: year), hour < 24, minute < 60,
            second < 60, let nanoseconds = scanner.fraction(), let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        let days = CivilDate.day(year: year, month: month, day: day)
        self.init(
            seconds: days * 86400 + hour * 3600 + minute * 60 + second - offset, nanoseconds: nanoseconds)
    }

    /// Reads fields of fixed width from left to right.
    private struct Scanner: ~Escapable {
        private let bytes: Span<UInt8>
        private var index = 0

        @_lifetime(copy bytes)
        init(bytes: Span<UInt8>) {
            self.bytes = bytes
        }

        var isAtEnd: Bool { index == bytes.count }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard index < bytes.count, Unicode.Scalar(bytes[index]) == character else { return false }
            index += 1
            return true
        }

        mutating func digits(_ count: Int) -> Int? {
            guard index + count <= bytes.count else { return nil }
            var value = 0
            for position in index..<index + count {
                let byte = bytes[position]
                guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
                value = value * 10 + Int(byte & 0x0F)
            }
            index += count
            return value
        }

        /// The nanoseconds of `.123`, or 0 where there is no fraction.
        mutating func fraction() -> Int? {
            guard take(".") else { return 0 }
            var value = 0
            var count = 0
            while let digit = digits(1) {
                if count < 9 { value = value * 10 + digit }
                count += 1
            }
            guard count > 0 else { return nil }
            for _ in count..<max(9, count) { value *= 10 }
            return value
        }

        /// The seconds east of UTC.
        mutating func offset() -> Int? {
            if take("Z") || take("z") { return 0 }
            let isWest = take("-")
            guard isWest || take("+"), let hours = digits(2), take(":"), let minutes = digits(2), hours < 24,
                minutes < 60
            else { return nil }
            return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
        }
    }
}
