import Encodings

/// Reads the requirements of one label selector from left to right.
struct LabelSelectorParser {
    private var lexer: LabelSelectorLexer
    private var token: LabelSelectorLexer.Token

    /// A parser of this selector, without parentheses round it.
    init(_ text: SourceText) {
        lexer = LabelSelectorLexer(text)
        token = lexer.next()
    }

    /// All requirements.
    mutating func parse() throws(Mistake) -> [LabelRequirement] {
        guard token.symbol != .end else {
            throw mistake("The selector is empty; write for example (app=web).")
        }
        var requirements = [try requirement()]
        while token.symbol == .comma {
            advance()
            requirements.append(try requirement())
        }
        guard token.symbol == .end else { throw unexpected("a comma or the selector's end") }
        return requirements
    }

    private mutating func requirement() throws(Mistake) -> LabelRequirement {
        if token.symbol == .not {
            advance()
            return LabelRequirement(key: try key(), condition: .doesNotExist)
        }
        let key = try key()
        // An operator is one only here: labels may be called in and notin.
        let sign = token.symbol == .word ? token.text.string : ""
        switch token.symbol {
        case .end, .comma:
            return LabelRequirement(key: key, condition: .exists)
        case .equal:
            advance()
            return LabelRequirement(key: key, condition: .isIn([try exactValue()]))
        case .notEqual:
            advance()
            return LabelRequirement(key: key, condition: .isNotIn([try exactValue()]))
        case .greater:
            advance()
            return LabelRequirement(key: key, condition: .isGreater(than: try number()))
        case .less:
            advance()
            return LabelRequirement(key: key, condition: .isLess(than: try number()))
        case .word where sign == "in":
            advance()
            return LabelRequirement(key: key, condition: .isIn(try values()))
        case .word where sign == "notin":
            advance()
            return LabelRequirement(key: key, condition: .isNotIn(try values()))
        default:
            let near = Spelling.nearest(to: sign, among: ["in", "notin"])
            throw near.map { mistake("\(Excerpt.quoted(sign)) is not an operator; did you mean \($0)?") }
                ?? unexpected("one of = == != > < in notin")
        }
    }

    private mutating func key() throws(Mistake) -> String {
        guard token.symbol == .word else { throw unexpected("a label") }
        guard LabelSyntax.isKey(token.text.bytes[...]) else {
            throw mistake("\(Excerpt.quoted(token.text.string)) is not a valid label key.")
        }
        defer { advance() }
        return token.text.string
    }

    /// The value after `=`, which may be empty.
    private mutating func exactValue() throws(Mistake) -> String {
        if token.symbol == .end || token.symbol == .comma { return "" }
        return try value()
    }

    private mutating func value() throws(Mistake) -> String {
        guard token.symbol == .word else { throw unexpected("a label value") }
        guard LabelSyntax.isValue(token.text.bytes[...]) else {
            throw mistake("\(Excerpt.quoted(token.text.string)) is not a valid label value.")
        }
        defer { advance() }
        return token.text.string
    }

    private mutating func number() throws(Mistake) -> Int {
        let place = token
        let text = try value()
        // kubectl reads signed numbers, but label values have no sign.
        guard let number = Decimal.parse(text.utf8) else {
            throw Mistake(.invalidSelector, at: place.text.column, "\(Excerpt.quoted(text)) is not a whole number.")
        }
        return number
    }

    /// `(a,b)`; as in kubectl, nothing between two signs is the empty value.
    private mutating func values() throws(Mistake) -> [String] {
        guard token.symbol == .open else { throw unexpected("(") }
        advance()
        var values: [String] = []
        while true {
            values.append(token.symbol == .comma || token.symbol == .close ? "" : try value())
            switch token.symbol {
            case .comma: advance()
            case .close:
                advance()
                return values
            default: throw unexpected("a comma or )")
            }
        }
    }

    private mutating func advance() { token = lexer.next() }

    private func mistake(_ message: String) -> Mistake { Mistake(.invalidSelector, at: token.text.column, message) }

    private func unexpected(_ wanted: String) -> Mistake {
        let found = token.symbol == .end ? "the selector ends here" : "this is \(Excerpt.quoted(token.text.string))"
        return mistake("The selector needs \(wanted), but \(found).")
    }
}
