/// Divides the text of an expression into tokens.
struct ExpressionLexer {
    /// A token, and the column, from 1, at which it begins.
    struct Token: Hashable {
        /// What a token can be.
        enum Kind: Hashable {
            case name(String)
            case number(String)
            case string(String)
            case symbol(String)
            case end
        }

        /// What it is.
        let kind: Kind
        /// Where it is.
        let column: Int
    }

    private let text: [Character]
    private var position = 0

    private init(_ text: String) {
        self.text = Array(text)
    }

    /// The tokens, `end` last. Throws `syntax` for a character that begins none.
    static func tokens(of text: String) throws(ExpressionError) -> [Token] {
        var lexer = ExpressionLexer(text)
        var tokens: [Token] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next() throws(ExpressionError) -> Token {
        skip(while: \.isWhitespace)
        let column = position + 1
        guard position < text.count else { return Token(kind: .end, column: column) }
        let first = text[position]
        if first.isLetter || first == "_" {
            return Token(kind: .name(skip { $0.isLetter || $0.isNumber || $0 == "_" }), column: column)
        }
        if first.isNumber { return Token(kind: .number(skip(while: \.isNumber)), column: column) }
        if first == "'" || first == "\"" { return Token(kind: .string(try string(first, column)), column: column) }
        for symbol in ["&&", "||", "==", "!=", "<=", ">="] where text[position...].starts(with: symbol) {
            position += 2
            return Token(kind: .symbol(symbol), column: column)
        }
        guard "!<>+-?:.,()[]".contains(first) else {
            throw ExpressionError(.syntax, "column \(column): \(first) is not understood here")
        }
        position += 1
        return Token(kind: .symbol(String(first)), column: column)
    }

    /// A text in quotes; of the escapes, those that stand for themselves.
    private mutating func string(_ quote: Character, _ column: Int) throws(ExpressionError) -> String {
        position += 1
        var value = ""
        while position < text.count, text[position] != quote {
            if text[position] == "\\" { position += 1 }
            guard position < text.count, text[position - 1] != "\\" || "\\'\"".contains(text[position]) else { break }
            value.append(text[position])
            position += 1
        }
        guard position < text.count, text[position] == quote else {
            throw ExpressionError(.syntax, "column \(column): this text is not understood here")
        }
        position += 1
        return value
    }

    @discardableResult
    private mutating func skip(while condition: (Character) -> Bool) -> String {
        let start = position
        while position < text.count, condition(text[position]) { position += 1 }
        return String(text[start..<position])
    }
}
