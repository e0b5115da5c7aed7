/// What a plain YAML scalar means to Kubernetes' readers: YAML 1.1's words, as sigs.k8s.io/yaml resolves them.
package enum ScalarReading {
    private static let trueWords: Set<String> = [
        "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON",
    ]
    private static let falseWords: Set<String> = [
        "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF",
    ]
    private static let nullWords: Set<String> = ["", "~", "null", "Null", "NULL"]

    /// The meaning of a scalar without quotes.
    package static func content(ofPlain text: String) -> ManifestNode.Content {
        if nullWords.contains(text) { return .null }
        if trueWords.contains(text) { return .boolean(true) }
        if falseWords.contains(text) { return .boolean(false) }
        guard let first = text.utf8.first, isDigit(first) || "+-.".utf8.contains(first) else { return .string(text) }
        let digits = text.replacing("_", with: "")
        if let number = integer(digits) { return .number(String(number)) }
        if let number = decimal(digits) { return .number(number) }
        return .string(text)
    }

    /// `12`, `0x1F`, `0b11`, `017` and `0o17`, each with a sign or none.
    private static func integer(_ text: String) -> Int? {
        var rest = Substring(text)
        var sign = ""
        if let first = rest.first, first == "-" || first == "+" {
            sign = String(first)
            rest.removeFirst()
        }
        guard let first = rest.utf8.first, isDigit(first) else { return nil }
        for (prefix, radix) in [("0x", 16), ("0b", 2), ("0o", 8)] where rest.hasPrefix(prefix) {
            return unsignedInteger(rest.dropFirst(2), radix, sign)
        }
        guard rest.utf8.count > 1, first == UInt8(ascii: "0") else { return unsignedInteger(rest, 10, sign) }
        return unsignedInteger(rest.dropFirst(), 8, sign)
    }

    private static func unsignedInteger(_ digits: Substring, _ radix: Int, _ sign: String) -> Int? {
        guard let first = digits.first, first != "-", first != "+" else { return nil }
        return Int(sign + digits, radix: radix)
    }

    /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, as JSON writes it.
    private static func decimal(_ text: String) -> String? {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        let whole = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(whole.count)
        var fraction = Substring()
        if rest.first == "." {
            fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        var exponent = ""
        if let mark = rest.first, mark == "e" || mark == "E" {
            rest.removeFirst()
            if let sign = rest.first, sign == "-" || sign == "+" {
                exponent = String(sign)
                rest.removeFirst()
            }
            guard !rest.isEmpty, rest.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
            exponent = "e" + exponent + rest
        } else if !rest.isEmpty {
            return nil
        }
        let significant = whole.drop { $0 == "0" }
        let point = fraction.isEmpty ? "" : ".\(fraction)"
        return (isNegative ? "-" : "") + (significant.isEmpty ? "0" : significant) + point + exponent
    }

    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
}
