import Encodings

/// The form of CPU and memory quantities (kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity).
package enum ResourceQuantity {
    /// Which resource a quantity is of.
    package enum Resource: String, Sendable {
        case cpu
        case memory
    }

    /// What is wrong with a text as a quantity, as a sentence; nil when nothing is. For settings.
    package static func problem(with text: String, _ resource: Resource) -> String? {
        do throws(Mistake) {
            _ = try checked(SourceText(text), resource)
            return nil
        } catch {
            return error.message
        }
    }

    /// Checks that a text is a quantity greater than zero and returns it as it is written.
    static func checked(_ text: SourceText, _ resource: Resource) throws(Mistake) -> String {
        let example = resource == .cpu ? "20m or 0.1" : "32Mi"
        guard let (isZero, suffix) = parts(text.bytes) else {
            throw Mistake(
                .invalidQuantity, at: text.column,
                "\(Excerpt.quoted(text.string)) is not a quantity of \(resource.rawValue); write for example \(example)."
            )
        }
        guard !isZero else {
            throw Mistake(
                .invalidQuantity, at: text.column,
                "The quantity of \(resource.rawValue) must be greater than zero; write for example \(example).")
        }
        if resource == .memory, ["n", "u", "m"].contains(suffix) {
            throw Mistake(
                .invalidQuantity, at: text.column,
                "\(Excerpt.quoted(text.string)) is a fraction of a byte; did you mean Mi in place of \(suffix)?")
        }
        return text.string
    }

    /// Splits `<digits>[.<digits>]<suffix>`; a sign is not accepted, because only `+` could be right.
    private static func parts(_ bytes: [UInt8]) -> (isZero: Bool, suffix: String)? {
        let end = bytes.firstIndex { !isDigit($0) && $0 != UInt8(ascii: ".") } ?? bytes.count
        let number = bytes[..<end]
        let suffix = bytes[end...]
        guard bytes.allSatisfy({ $0 < 0x80 }), number.count <= 30, number.contains(where: isDigit),
            number.count(where: { $0 == UInt8(ascii: ".") }) <= 1,
            suffixes.contains(String(decoding: suffix, as: UTF8.self)) || isExponent(suffix)
        else { return nil }
        let isZero = !number.contains { UInt8(ascii: "1")...UInt8(ascii: "9") ~= $0 }
        return (isZero, String(decoding: suffix, as: UTF8.self))
    }

    private static let suffixes: Set<String> = [
        "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei",
    ]

    /// `e6`, `E-3`.
    private static func isExponent(_ suffix: ArraySlice<UInt8>) -> Bool {
        guard let sign = suffix.first, sign | 0x20 == UInt8(ascii: "e") else { return false }
        var digits = suffix.dropFirst()
        if digits.first == UInt8(ascii: "+") || digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
        return 1...2 ~= digits.count && digits.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
