/// Floats as Go's `fmt` prints them with `%v`, which is what kubectl compares with (<https://pkg.go.dev/fmt>).
enum GoFloat {
    /// The shortest digits that read back as the same number, with an exponent below 1e-4 and from 1e+06 on.
    static func text(_ number: Double) -> String {
        guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-Inf" : "+Inf" }
        let sign = number.sign == .minus ? "-" : ""
        guard number != 0 else { return sign + "0" }
        let (digits, exponent) = decimal(number.magnitude)
        if exponent < -4 || exponent > 5 {
            let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
            let size = exponent.magnitude
            return "\(sign)\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(size < 10 ? "0" : "")\(size)"
        }
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
        let whole = digits.prefix(exponent + 1)
        let zeros = String(repeating: "0", count: exponent + 1 - whole.count)
        let fraction = digits.dropFirst(exponent + 1)
        return sign + whole + zeros + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// The shortest digits, without zeros at either end, and the power of ten of the first one.
    private static func decimal(_ number: Double) -> (digits: String, exponent: Int) {
        let parts = number.description.split(separator: "e")
        let mantissa = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
        let whole = mantissa.first ?? ""
        let all = whole + (mantissa.count > 1 ? mantissa[1] : "")
        let leading = all.prefix { $0 == "0" }.count
        var digits = all.dropFirst(leading)
        while digits.last == "0" { digits.removeLast() }
        let power = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        return (String(digits), power + whole.count - 1 - leading)
    }
}
