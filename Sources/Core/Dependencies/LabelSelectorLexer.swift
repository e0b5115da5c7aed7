/// Splits a label selector into signs and words.
struct LabelSelectorLexer {
    /// What a token is.
    enum Symbol: Hashable {
        case word
        case equal
        case notEqual
        case not
        case greater
        case less
        case comma
        case open
        case close
        case end
    }

    /// One token and where it stands.
    struct Token {
        /// What it is.
        let symbol: Symbol
        /// Its text; empty at the end.
        let text: SourceText
    }

    private let text: SourceText
    private var index = 0

    /// A lexer at the first character of a selector.
    init(_ text: SourceText) { self.text = text }

    /// The next token; past the end, the end again.
    mutating func next() -> Token {
        while index < text.count, isBlank(text.bytes[index]) { index += 1 }
        guard index < text.count else { return Token(symbol: .end, text: text.suffix(from: text.count)) }
        let followedByEqual = index + 1 < text.count && text.bytes[index + 1] == UInt8(ascii: "=")
        switch text.bytes[index] {
        case UInt8(ascii: "="): return take(.equal, followedByEqual ? 2 : 1)
        case UInt8(ascii: "!"): return followedByEqual ? take(.notEqual, 2) : take(.not, 1)
        case UInt8(ascii: ">"): return take(.greater, 1)
        case UInt8(ascii: "<"): return take(.less, 1)
        case UInt8(ascii: ","): return take(.comma, 1)
        case UInt8(ascii: "("): return take(.open, 1)
        case UInt8(ascii: ")"): return take(.close, 1)
        default:
            var end = index + 1
            while end < text.count, !isBlank(text.bytes[end]), !isSign(text.bytes[end]) { end += 1 }
            return take(.word, end - index)
        }
    }

    private mutating func take(_ symbol: Symbol, _ length: Int) -> Token {
        defer { index += length }
        return Token(symbol: symbol, text: text.slice(index..<index + length))
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || 0x09...0x0D ~= byte && byte != 0x0B && byte != 0x0C
    }

    private func isSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","),
            UInt8(ascii: ">"), UInt8(ascii: "<"):
            true
        default: false
        }
    }
}
