/// Reads `a=b,c!=d,e in (f,g),h notin (i),j,!k`: the grammar of `labels.Parse` in apimachinery.
struct LabelQueryParser {
    private let text: String
    private var tokens: ArraySlice<String>

    /// A parser at the start of `text`.
    init(_ text: String) {
        self.text = text
        tokens = Self.tokenize(text)[...]
    }

    /// The requirements. Throws a 400 status for anything else than a selector.
    mutating func parse() throws(APIStatus) -> [LabelQuery.Requirement] {
        var requirements: [LabelQuery.Requirement] = []
        while !tokens.isEmpty {
            requirements.append(try requirement())
            guard let separator = tokens.popFirst() else { break }
            guard separator == ",", !tokens.isEmpty else { throw unexpected(separator, "a comma and a requirement") }
        }
        return requirements
    }

    private mutating func requirement() throws(APIStatus) -> LabelQuery.Requirement {
        if tokens.first == "!" {
            tokens.removeFirst()
            return .isAbsent(try word())
        }
        let key = try word()
        switch tokens.first {
        case nil, ",":
            return .exists(key)
        case "=", "==":
            tokens.removeFirst()
            return .isIn(key, [value()])
        case "!=":
            tokens.removeFirst()
            return .isNotIn(key, [value()])
        case "in":
            tokens.removeFirst()
            return .isIn(key, try values())
        case "notin":
            tokens.removeFirst()
            return .isNotIn(key, try values())
        case let token?:
            throw unexpected(token, "an operator")
        }
    }

    private mutating func word() throws(APIStatus) -> String {
        guard let token = tokens.popFirst(), !Self.isOperator(token) else { throw unexpected(tokens.first, "a key") }
        return token
    }

    /// The value after `=`, which may be empty.
    private mutating func value() -> String {
        guard let token = tokens.first, token != "," else { return "" }
        tokens.removeFirst()
        return token
    }

    private mutating func values() throws(APIStatus) -> [String] {
        guard tokens.popFirst() == "(" else { throw unexpected(tokens.first, "(") }
        var values: [String] = []
        var isValueDue = true
        while let token = tokens.popFirst() {
            switch token {
            case ")":
                if isValueDue { values.append("") }
                return values
            case ",":
                if isValueDue { values.append("") }
                isValueDue = true
            default:
                values.append(token)
                isValueDue = false
            }
        }
        throw unexpected(nil, ")")
    }

    private func unexpected(_ token: String?, _ wanted: String) -> APIStatus {
        .badRequest("unable to parse requirement: found '\(token ?? "")', expected: \(wanted) in \"\(text)\"")
    }

    private static func isOperator(_ token: String) -> Bool {
        ["=", "==", "!=", "!", "(", ")", ","].contains(token)
    }

    private static func tokenize(_ text: String) -> [String] {
        var tokens: [String] = []
        var word = ""
        var scanner = text[...]
        func flush() {
            if !word.isEmpty { tokens.append(word) }
            word = ""
        }
        while let character = scanner.popFirst() {
            switch character {
            case " ", "\t", "\r", "\n":
                flush()
            case "(", ")", ",":
                flush()
                tokens.append(String(character))
            case "=", "!":
                flush()
                if scanner.first == "=" {
                    scanner.removeFirst()
                    tokens.append("\(character)=")
                } else {
                    tokens.append(String(character))
                }
            default:
                word.append(character)
            }
        }
        flush()
        return tokens
    }
}
