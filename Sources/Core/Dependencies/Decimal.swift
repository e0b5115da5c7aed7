/// Whole numbers as people write them: ASCII digits and nothing else.
enum Decimal {
    /// The number, or nil for no digits, anything that is not a digit, and what does not fit.
    static func parse(_ digits: some Collection<UInt8>) -> Int? {
        guard !digits.isEmpty else { return nil }
        var value = 0
        for byte in digits {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = product.addingReportingOverflow(Int(byte & 0x0F))
            guard !isTooLarge, !overflows else { return nil }
            value = sum
        }
        return value
    }
}
