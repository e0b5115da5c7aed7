/// RFC 8259 written down once more, as plainly as it goes and with nothing in common with the reader: recursive, a
/// scalar at a time, by way of `String`. The reader is compared with it on generated texts.
struct ReferenceGrammar {
    private let scalars: [Unicode.Scalar]
    private var index = 0

    static func accepts(_ text: [UInt8]) -> Bool {
        guard let string = String(validating: text, as: UTF8.self) else { return false }
        var grammar = ReferenceGrammar(scalars: Array(string.unicodeScalars))
        return grammar.value(depth: 0) && grammar.blanks() && grammar.index == grammar.scalars.count
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    private mutating func blanks() -> Bool {
        while take(" ") || take("\t") || take("\n") || take("\r") {}
        return true
    }

    private mutating func value(depth: Int) -> Bool {
        _ = blanks()
        switch next {
        case "{":
            return members(depth: depth + 1, close: "}") { grammar in
                _ = grammar.blanks()
                return grammar.string() && grammar.blanks() && grammar.take(":")
            }
        case "[": return members(depth: depth + 1, close: "]") { _ in true }
        case "\"": return string()
        case "t": return word("true")
        case "f": return word("false")
        case "n": return word("null")
        default: return number()
        }
    }

    private mutating func members(
        depth: Int, close: Unicode.Scalar, _ key: (inout ReferenceGrammar) -> Bool
    ) -> Bool {
        index += 1
        guard depth <= 127, blanks() else { return false }
        if take(close) { return true }
        repeat {
            guard key(&self), value(depth: depth), blanks() else { return false }
        } while take(",")
        return take(close)
    }

    private mutating func word(_ word: String) -> Bool {
        for scalar in word.unicodeScalars where !take(scalar) { return false }
        return true
    }

    private mutating func string() -> Bool {
        guard take("\"") else { return false }
        while let scalar = next {
            index += 1
            if scalar == "\"" { return true }
            if scalar.value < 0x20 { return false }
            if scalar == "\\", !escape() { return false }
        }
        return false
    }

    private mutating func escape() -> Bool {
        guard let scalar = next else { return false }
        index += 1
        guard scalar == "u" else { return "\"\\/bfnrt".unicodeScalars.contains(scalar) }
        guard let first = hexadecimal() else { return false }
        if 0xDC00...0xDFFF ~= first { return false }
        guard 0xD800...0xDBFF ~= first else { return true }
        guard take("\\"), take("u"), let second = hexadecimal() else { return false }
        return 0xDC00...0xDFFF ~= second
    }

    private mutating func hexadecimal() -> Int? {
        guard index + 4 <= scalars.count else { return nil }
        let digits = String(String.UnicodeScalarView(scalars[index..<index + 4]))
        guard digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
        index += 4
        return Int(digits, radix: 16)
    }

    private mutating func number() -> Bool {
        _ = take("-")
        if !take("0"), !digits() { return false }
        if take("."), !digits() { return false }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            return digits()
        }
        return true
    }

    private mutating func digits() -> Bool {
        let start = index
        while let scalar = next, "0"..."9" ~= scalar { index += 1 }
        return index > start
    }
}
