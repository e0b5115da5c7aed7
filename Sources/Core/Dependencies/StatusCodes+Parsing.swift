import Encodings

extension StatusCodes {
    /// What a status can be (RFC 9110, section 15).
    private static let possible = 100...599

    /// Parses the text after `status=`: statuses and ranges with commas between, `200-299,401`.
    init(_ text: SourceText) throws(Mistake) {
        var ranges: [ClosedRange<Int>] = []
        var start = 0
        for part in text.bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let bounds = part.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map(Decimal.parse)
            guard 1...2 ~= bounds.count, let first = bounds[0], let last = bounds[bounds.count - 1], first <= last,
                Self.possible.contains(first), Self.possible.contains(last)
            else {
                let shown = Excerpt.quoted(String(decoding: part, as: UTF8.self))
                throw Mistake(
                    .invalidStatus, at: text.column(at: start),
                    "\(shown) is not an HTTP status from 100 to 599 nor a range; write status=200-299,401.")
            }
            ranges.append(first...last)
            start += part.count + 1
        }
        self.init(ranges)
    }
}
