import Encodings

extension TimeLimit: LosslessStringConvertible {
    /// Parses a limit as annotations write it, or returns nil; for settings, whose errors are reported elsewhere.
    package init?(_ text: String) {
        do throws(Mistake) {
            try self.init(SourceText(text))
        } catch {
            return nil
        }
    }

    /// Parses `none`, whole seconds (`90`), or hours, minutes and seconds as Go writes them (`1h30m`). 0 is refused.
    init(_ text: SourceText) throws(Mistake) {
        if text.string == "none" {
            self = .none
            return
        }
        let seconds = try Self.seconds(text)
        guard seconds > 0 else {
            throw Mistake(
                .invalidDuration, at: text.column, "A time limit of 0 leaves no time to wait; use none for no limit.")
        }
        guard seconds <= Self.maximumSeconds else { throw Self.tooLong(text) }
        self = .seconds(seconds)
    }

    /// The length of a duration in seconds.
    private static func seconds(_ text: SourceText) throws(Mistake) -> Int {
        if isDigit(text.bytes.first), text.bytes.allSatisfy(isDigit) {
            guard let seconds = Decimal.parse(text.bytes) else { throw tooLong(text) }
            return seconds
        }
        var total = 0
        var index = 0
        var lastUnit = Int.max
        while index < text.count {
            let start = index
            while index < text.count, isDigit(text.bytes[index]) { index += 1 }
            guard index > start, index < text.count, let unit = unit(text.bytes[index]), unit < lastUnit else {
                throw Mistake(.invalidDuration, at: text.column(at: min(index, text.count - 1)), advice(text))
            }
            guard let number = Decimal.parse(text.bytes[start..<index]) else { throw tooLong(text) }
            let (product, isTooLarge) = number.multipliedReportingOverflow(by: unit)
            let (sum, overflows) = total.addingReportingOverflow(product)
            guard !isTooLarge, !overflows else { throw tooLong(text) }
            total = sum
            lastUnit = unit
            index += 1
        }
        guard text.count > 0 else { throw Mistake(.invalidDuration, at: text.column, advice(text)) }
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

    private static func advice(_ text: SourceText) -> String {
        let shown = Excerpt.quoted(text.string)
        if let near = Spelling.nearest(to: text.string, among: ["none"]) {
            return "\(shown) is not a time limit; did you mean \(near)?"
        }
        return "\(shown) is not a time limit; write 90s, 5m, 1h30m, whole seconds, or none."
    }

    private static func tooLong(_ text: SourceText) -> Mistake {
        Mistake(
            .invalidDuration, at: text.column,
            "\(Excerpt.quoted(text.string)) is longer than \(maximumSeconds) seconds; use none for no limit.")
    }
}
