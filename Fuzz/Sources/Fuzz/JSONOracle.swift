import JSONText

/// RFC 8259 written down once more with nothing in common with the product's reader: it recurses, and builds.
struct JSONOracle {
    private let text: [UInt8]
    private var index = 0

    /// The value that a whole text is, or nil where the text is not JSON, or nests deeper than the product reads.
    static func read(_ text: [UInt8]) -> JSONModel? {
        guard String(validating: text, as: UTF8.self) != nil else { return nil }
        var oracle = JSONOracle(text: text)
        guard let value = oracle.value(depth: 0) else { return nil }
        oracle.blanks()
        return oracle.index == text.count ? value : nil
    }

    private init(text: [UInt8]) { self.text = text }

    private var next: UInt8? { index < text.count ? text[index] : nil }

    private mutating func take(_ character: Character) -> Bool {
        guard let byte = character.asciiValue, next == byte else { return false }
        index += 1
        return true
    }

    private mutating func blanks() {
        while take(" ") || take("\t") || take("\n") || take("\r") {}
    }

    private mutating func value(depth: Int) -> JSONModel? {
        blanks()
        switch next {
        case UInt8(ascii: "{"): return object(depth: depth + 1)
        case UInt8(ascii: "["): return array(depth: depth + 1)
        case UInt8(ascii: "\""): return string().map(JSONModel.string)
        case UInt8(ascii: "t"): return word("true") ? .boolean(true) : nil
        case UInt8(ascii: "f"): return word("false") ? .boolean(false) : nil
        case UInt8(ascii: "n"): return word("null") ? .null : nil
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> JSONModel? {
        guard take("{"), depth <= JSONReader.maximumDepth else { return nil }
        blanks()
        if take("}") { return .object([]) }
        var members: [JSONModel.Member] = []
        repeat {
            blanks()
            guard let key = string() else { return nil }
            blanks()
            guard take(":"), let value = value(depth: depth) else { return nil }
            members.append(JSONModel.Member(key, value))
            blanks()
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> JSONModel? {
        guard take("["), depth <= JSONReader.maximumDepth else { return nil }
        blanks()
        if take("]") { return .array([]) }
        var elements: [JSONModel] = []
        repeat {
            guard let value = value(depth: depth) else { return nil }
            elements.append(value)
            blanks()
        } while take(",")
        return take("]") ? .array(elements) : nil
    }

    private mutating func word(_ word: String) -> Bool { word.allSatisfy { take($0) } }

    private mutating func string() -> [UInt8]? {
        guard take("\"") else { return nil }
        var bytes: [UInt8] = []
        while let byte = next {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return bytes
            case 0x00..<0x20: return nil
            case UInt8(ascii: "\\"):
                guard let escaped = escape() else { return nil }
                bytes += escaped
            default: bytes.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> [UInt8]? {
        if take("\"") { return [0x22] }
        if take("\\") { return [0x5C] }
        if take("/") { return [0x2F] }
        if take("b") { return [0x08] }
        if take("f") { return [0x0C] }
        if take("n") { return [0x0A] }
        if take("r") { return [0x0D] }
        if take("t") { return [0x09] }
        guard take("u"), let first = codeUnit() else { return nil }
        var units = [first]
        if 0xD800...0xDBFF ~= first {
            guard take("\\"), take("u"), let second = codeUnit() else { return nil }
            units.append(second)
        }
        return String(validating: units, as: UTF16.self).map { Array($0.utf8) }
    }

    private mutating func codeUnit() -> UInt16? {
        let digits = text[index...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }) else {
            return nil
        }
        index += 4
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private mutating func number() -> JSONModel? {
        let start = index
        _ = take("-")
        if !take("0"), !digits() { return nil }
        if take("."), !digits() { return nil }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            guard digits() else { return nil }
        }
        return .number(Array(text[start..<index]))
    }

    private mutating func digits() -> Bool {
        let start = index
        while let byte = next, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { index += 1 }
        return index > start
    }
}
