import Dependencies

/// Lengths of time as other tools write them, in whole seconds; a part of a second counts as a whole one.
enum Seconds {
    /// A number of seconds: `300`, `2.5`. Nil for any other text, and for one over the longest time limit.
    static func number(_ text: String) -> Int? {
        var rest = Substring(text).utf8[...]
        guard let nanoseconds = nanoseconds(&rest, unit: 1_000_000_000), rest.isEmpty else { return nil }
        return rounded(nanoseconds)
    }

    /// A duration as Go's `time.ParseDuration` reads it, without a sign: `600s`, `1h30m`, `1.5h`, `0`. Nil for any other
    /// text, and for one over the longest time limit.
    static func goDuration(_ text: String) -> Int? {
        if text == "0" { return 0 }
        var rest = Substring(text).utf8[...]
        var total: Int128 = 0
        repeat {
            let digits = rest.prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
            let name = rest.dropFirst(digits.count).prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }
            guard let unit = unit(String(Substring(name))) else { return nil }
            var number = digits
            guard let nanoseconds = nanoseconds(&number, unit: unit), number.isEmpty else { return nil }
            // Each is below 2^31 seconds and the text is short: this cannot overflow 128 bits.
            total += nanoseconds
            rest = rest.dropFirst(digits.count + name.count)
        } while !rest.isEmpty
        return rounded(total)
    }

    private static func rounded(_ nanoseconds: Int128) -> Int? {
        let seconds = (nanoseconds + 999_999_999) / 1_000_000_000
        return seconds <= Int128(TimeLimit.maximumSeconds) ? Int(seconds) : nil
    }

    /// Takes a decimal number from the front; a fraction rounds up.
    private static func nanoseconds(_ text: inout Substring.UTF8View, unit: Int128) -> Int128? {
        let whole = text.prefix(while: isDigit)
        text = text.dropFirst(whole.count)
        var fraction = text.prefix(0)
        if text.first == UInt8(ascii: ".") {
            fraction = text.dropFirst().prefix(while: isDigit)
            text = text.dropFirst(fraction.count + 1)
        }
        // Twelve digits before the point are 30,000 years, and twelve after it finer than any clock.
        guard !(whole.isEmpty && fraction.isEmpty), whole.count <= 12, fraction.count <= 12 else { return nil }
        var digits: Int128 = 0
        for digit in whole { digits = digits * 10 + Int128(digit - UInt8(ascii: "0")) }
        var divisor: Int128 = 1
        for digit in fraction {
            digits = digits * 10 + Int128(digit - UInt8(ascii: "0"))
            divisor *= 10
        }
        return (digits * unit + divisor - 1) / divisor
    }

    private static func unit(_ name: String) -> Int128? {
        switch name {
        case "ns": 1
        case "us", "µs", "μs": 1000
        case "ms": 1_000_000
        case "s": 1_000_000_000
        case "m": 60_000_000_000
        case "h": 3_600_000_000_000
        default: nil
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
