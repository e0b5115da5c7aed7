import Encodings

/// Lengths of time as annotations write them: whole seconds (`90`), or hours, minutes and seconds as Go writes them
/// (`1h30m`).
enum DurationText {
    /// The seconds of a length of time, `least` at least; `words` are what else could stand there, for messages.
    static func seconds(
        _ text: SourceText, least: Int, orWords words: [String] = []
    ) throws(Mistake) -> Int {
        guard let seconds = try total(text, words), seconds <= TimeLimit.maximumSeconds else {
            let advice = words.contains(TimeLimit.unlimited) ? "; use \(TimeLimit.unlimited) for no limit" : ""
            throw Mistake(
                .invalidDuration, at: text.column,
                "\(Excerpt.quoted(text.string)) is longer than \(TimeLimit.maximumSeconds) seconds\(advice).")
        }
        guard seconds >= least else {
            throw Mistake(.invalidDuration, at: text.column, "A length of time must be \(least)s at least here.")
        }
        return seconds
    }

    /// The fewest of hours, minutes and seconds that say it: `1h30m`.
    static func text(_ seconds: Int) -> String { TimeLimit.seconds(seconds).description }

    /// The sum of all parts; nil where it does not fit.
    private static func total(_ text: SourceText, _ words: [String]) throws(Mistake) -> Int? {
        if isDigit(text.bytes.first), text.bytes.allSatisfy(isDigit) { return Decimal.parse(text.bytes) }
        guard text.count > 0 else { throw unreadable(text, words, at: 0) }
        var total = 0
        var index = 0
        var lastUnit = Int.max
        while index < text.count {
            let start = index
            while index < text.count, isDigit(text.bytes[index]) { index += 1 }
            guard index > start, index < text.count, let unit = unit(text.bytes[index]), unit < lastUnit else {
                throw unreadable(text, words, at: min(index, text.count - 1))
            }
            guard let number = Decimal.parse(text.bytes[start..<index]) else { return nil }
            let (product, isTooLarge) = number.multipliedReportingOverflow(by: unit)
            let (sum, overflows) = total.addingReportingOverflow(product)
            guard !isTooLarge, !overflows else { return nil }
            total = sum
            lastUnit = unit
            index += 1
        }
        return total
    }

    private static func unit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "h"): 3600
        case UInt8(ascii: "m"): 60
        case UInt8(ascii: "s"): 1
        default: nil
        }
    }

    private static func isDigit(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    private static func unreadable(_ text: SourceText, _ words: [String], at index: Int) -> Mistake {
        let shown = Excerpt.quoted(text.string)
        let column = text.column(at: index)
        if let near = Spelling.nearest(to: text.string, among: words) {
            return Mistake(.invalidDuration, at: column, "\(shown) is not a length of time; did you mean \(near)?")
        }
        let others = words.isEmpty ? "or whole seconds" : "whole seconds, or \(words.joined(separator: ", or "))"
        return Mistake(
            .invalidDuration, at: column, "\(shown) is not a length of time; write 90s, 5m, 1h30m, \(others).")
    }
}
