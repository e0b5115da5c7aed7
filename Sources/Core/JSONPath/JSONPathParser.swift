/// Reads a path from left to right. Each byte is looked at a bounded number of times; nothing recurses but a filter into
/// the steps inside it, which hold no filter.
struct JSONPathParser {
    /// Where it has come.
    var cursor: JSONPathCursor

    /// A parser of one whole expression.
    init(_ text: String) { cursor = JSONPathCursor(text) }

    /// The steps of the path.
    mutating func parse() throws(JSONPathError) -> [JSONPathStep] {
        try unwrap()
        cursor.skipBlanks()
        if !cursor.take("$") { _ = cursor.take("@") }
        try refuseKeywords()
        let isEmpty = cursor.rest.allSatisfy { $0 == UInt8(ascii: " ") }
        let steps = isEmpty ? [] : try steps(isFilter: false)
        guard !steps.isEmpty else {
            throw JSONPathError(.empty, at: cursor.index, "The path is empty; write one like {.status.phase}.")
        }
        cursor.skipBlanks()
        guard cursor.byte == nil else {
            throw JSONPathError(
                .unexpectedText, at: cursor.index,
                "\(cursor.shown) cannot stand here; write a path like {.status.phase}.")
        }
        return steps
    }

    /// Takes the braces off, and refuses others.
    private mutating func unwrap() throws(JSONPathError) {
        let bytes = cursor.rest
        guard bytes.count <= JSONPath.maximumLength else {
            throw JSONPathError(
                .tooLong, at: JSONPath.maximumLength,
                "The path is \(bytes.count) bytes long; \(JSONPath.maximumLength) are the most.")
        }
        if let control = bytes.firstIndex(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw JSONPathError(.unexpectedText, at: control, "A control character cannot stand in a path.")
        }
        if cursor.take("{") {
            guard bytes.contains(UInt8(ascii: "}")) else {
                throw JSONPathError(
                    .unclosed, at: bytes.count, "The brace that opens the path is never closed by \"}\".")
            }
            guard bytes.last == UInt8(ascii: "}") else {
                throw JSONPathError(
                    .unsupported, at: bytes.count,
                    "Nothing can follow the path in its braces; write one path like {.status.phase}.")
            }
            cursor.dropLast()
        }
        if let brace = cursor.rest.firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) {
            throw JSONPathError(
                .unsupported, at: brace,
                "Only one path is compared, without text or other paths beside it; write one like {.status.phase}.")
        }
    }

    /// `{range …}` and `{end}` print lists; there is nothing to compare in them.
    private func refuseKeywords() throws(JSONPathError) {
        let word = String(decoding: cursor.rest.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
        guard word == "end" || word == "range" && cursor.rest.count > word.utf8.count else { return }
        throw JSONPathError(
            .unsupported, at: cursor.index,
            "\(word) is for printing, and kubectl wait refuses it too; write one path like {.items[0].name}.")
    }

    // MARK: Steps

    /// The steps up to the first byte that begins none.
    mutating func steps(isFilter: Bool) throws(JSONPathError) -> [JSONPathStep] {
        var steps: [JSONPathStep] = []
        if !isFilter, !cursor.isAt("."), !cursor.isAt("[") { steps.append(try name()) }
        while true {
            if cursor.isAt("[") {
                steps.append(try bracket(isFilter: isFilter))
            } else if cursor.take(text: "..") {
                steps.append(.descendants)
                steps.append(try nameAfterDescendants(isFilter: isFilter))
            } else if cursor.take(".") {
                // kubectl puts a dot before every path: one that begins with a bracket is the same with it.
                if steps.isEmpty, cursor.isAt("[") { continue }
                steps.append(try name())
            } else {
                return steps
            }
        }
    }

    /// The name, or `*`, that must begin here.
    private mutating func name() throws(JSONPathError) -> JSONPathStep {
        if cursor.take("*") { return .wildcard }
        var name: [UInt8] = []
        while true {
            name += cursor.take(while: Self.isNameByte)
            guard cursor.isAt("\\") else { break }
            guard let escaped = cursor.following else {
                throw JSONPathError(.invalidName, at: cursor.index, "A backslash must stand before what it escapes.")
            }
            name.append(escaped)
            cursor.advance()
            cursor.advance()
        }
        guard !name.isEmpty else {
            throw JSONPathError(
                .invalidName, at: cursor.index, "The name of a field is missing; write a path like {.status.phase}.")
        }
        return .member(String(decoding: name, as: UTF8.self))
    }

    /// After `..` only a name makes sense: kubectl finds no list at the root, and everything is more than one value.
    private mutating func nameAfterDescendants(isFilter: Bool) throws(JSONPathError) -> JSONPathStep {
        let start = cursor.index
        let step = cursor.isAt("[") ? try bracket(isFilter: isFilter) : try name()
        guard case .member = step else {
            throw JSONPathError(.invalidName, at: start, "A name must follow the two dots; write it like {..image}.")
        }
        return step
    }

    /// `[…]`, whatever is in it.
    private mutating func bracket(isFilter: Bool) throws(JSONPathError) -> JSONPathStep {
        let opening = cursor.index
        cursor.advance()
        cursor.skipBlanks()
        let step: JSONPathStep
        switch cursor.byte {
        case nil: throw unclosedBracket(opening)
        case UInt8(ascii: "?"):
            guard !isFilter else {
                throw JSONPathError(.unsupported, at: cursor.index, "A filter cannot stand in a filter.")
            }
            step = .filter(try filter())
        case UInt8(ascii: "'"), UInt8(ascii: "\""): step = .member(try quoted(isKey: true))
        case UInt8(ascii: "*"):
            cursor.advance()
            step = .elements(JSONPathSlice())
        default: step = .elements(try slice())
        }
        cursor.skipBlanks()
        guard cursor.byte != nil else { throw unclosedBracket(opening) }
        guard !cursor.isAt(",") else {
            throw JSONPathError(
                .unsupported, at: cursor.index,
                "A union names several values, and only one can be compared; name one.")
        }
        guard cursor.take("]") else {
            throw JSONPathError(
                .invalidIndex, at: cursor.index, "\(cursor.shown) cannot stand here; close the bracket with \"]\".")
        }
        return step
    }

    private func unclosedBracket(_ opening: Int) -> JSONPathError {
        JSONPathError(.unclosed, at: opening, "The bracket that opens here is never closed by \"]\".")
    }

    /// `0`, `-1`, `1:3`, `::2`.
    private mutating func slice() throws(JSONPathError) -> JSONPathSlice {
        var numbers: [Int?] = [nil]
        let start = cursor.index
        while true {
            if numbers[numbers.count - 1] == nil, let number = try number() {
                guard numbers.count < 3 || number > 0 else {
                    throw JSONPathError(
                        .invalidIndex, at: cursor.index - 1, "A step is 1 or more; write it like [0:4:2].")
                }
                numbers[numbers.count - 1] = number
            }
            guard numbers.count < 3, cursor.take(":") else { break }
            numbers.append(nil)
        }
        guard cursor.index > start else {
            throw JSONPathError(
                .invalidIndex, at: start,
                "\(cursor.shown) is no index; write [0], [-1], [0:2], [*], ['a.b'] or [?(@.type==\"Ready\")].")
        }
        return JSONPathSlice(
            from: numbers[0], to: numbers.count > 1 ? numbers[1] : nil, step: numbers.count > 2 ? numbers[2] : nil,
            isIndex: numbers.count == 1)
    }

    /// A whole number; nil where none begins. Lists are shorter than the largest one by far.
    private mutating func number() throws(JSONPathError) -> Int? {
        let start = cursor.index
        let sign = cursor.take("-") ? "-" : ""
        let digits = cursor.take { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        if sign.isEmpty, digits.isEmpty { return nil }
        guard let number = Int(sign + String(decoding: digits, as: UTF8.self)), number.magnitude <= UInt(Int32.max)
        else {
            throw JSONPathError(
                .invalidIndex, at: start, "This index is not a number that a list could have; write one like [0].")
        }
        return number
    }

    /// A byte of a bare name: no blank, and nothing that means something in a path.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && !".,[]$@(){}\"'*?=!<>&|\\".utf8.contains(byte)
    }
}
