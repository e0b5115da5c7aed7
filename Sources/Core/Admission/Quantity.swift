/// The value of a Kubernetes resource quantity, to compare two spellings of one amount: `0.5` and `500m`, `1Gi` and
/// `1024Mi` (k8s.io/apimachinery/pkg/api/resource). The API server rewrites quantities in its own canonical form.
struct Quantity: Hashable, Sendable {
    /// The amount in thousand-millionths, rounded up as Kubernetes does.
    private let nanos: Int128

    /// Reads `text`; nil when it is not a quantity, or one beyond what this type holds.
    init?(_ text: String) {
        var rest = Substring(text).utf8
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        let whole = rest.prefix(while: Self.isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: Self.isDigit)
            rest = rest.dropFirst(fraction.count + 1)
        }
        // 18 digits before and after the point are more than any cluster has, and cannot overflow below.
        guard !(whole.isEmpty && fraction.isEmpty), whole.count <= 18, fraction.count <= 18,
            let scale = Self.scale(suffix: String(Substring(rest)))
        else { return nil }
        var digits: Int128 = 0
        for digit in whole { digits = digits * 10 + Int128(digit - UInt8(ascii: "0")) }
        for digit in fraction { digits = digits * 10 + Int128(digit - UInt8(ascii: "0")) }

        let (scaled, overflow) = digits.multipliedReportingOverflow(by: scale.numerator)
        guard !overflow else { return nil }
        var divisor = scale.denominator
        for _ in fraction { divisor *= 10 }
        let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: divisor)
        let nanos = remainder > 0 ? quotient &+ 1 : quotient
        self.nanos = isNegative ? -nanos : nanos
    }

    /// What one unit of the suffix is in thousand-millionths, as a fraction.
    private static func scale(suffix: String) -> (numerator: Int128, denominator: Int128)? {
        let billion: Int128 = 1_000_000_000
        switch suffix {
        case "": return (billion, 1)
        case "n": return (1, 1)
        case "u": return (1000, 1)
        case "m": return (1_000_000, 1)
        case "k": return (billion * 1000, 1)
        case "M": return (billion * 1_000_000, 1)
        case "G": return (billion * billion, 1)
        case "T": return (billion * billion * 1000, 1)
        case "P": return (billion * billion * 1_000_000, 1)
        case "E": return (billion * billion * billion, 1)
        case "Ki": return (billion << 10, 1)
        case "Mi": return (billion << 20, 1)
        case "Gi": return (billion << 30, 1)
        case "Ti": return (billion << 40, 1)
        case "Pi": return (billion << 50, 1)
        case "Ei": return (billion << 60, 1)
        default: return exponent(suffix)
        }
    }

    private static func exponent(_ suffix: String) -> (numerator: Int128, denominator: Int128)? {
        guard let mark = suffix.utf8.first, mark | 0x20 == UInt8(ascii: "e"), let power = Int(suffix.dropFirst()),
            -18...18 ~= power
        else { return nil }
        var factor: Int128 = 1
        for _ in 0..<abs(power) { factor *= 10 }
        return power < 0 ? (1_000_000_000, factor) : (1_000_000_000 * factor, 1)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
