import Encodings

/// Reads a path from left to right. Each byte is looked at a bounded number of times; nothing recurses but a filter into
/// the steps inside it, which hold no filter.
struct JSONPathParser {
    private let bytes: [UInt8]
    private var index = 0
    /// The byte after the last one of the path proper: where the closing brace stands.
    private var end = 0

    /// A parser of one whole expression.
    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The steps of the path.
    mutating func parse() throws(JSONPathError) -> [JSONPathStep] {
        try unwrap()
        skipBlanks()
        if index < end, bytes[index] == UInt8(ascii: "$") || bytes[index] == UInt8(ascii: "@") { index += 1 }
        guard index < end, bytes[index..<end].contains(where: { $0 != UInt8(ascii: " ") }) else {
            throw JSONPathError(.empty, at: index, "The path is empty; write one like {.status.phase}.")
        }
        try refuseKeywords()
        let steps = try steps(isFilter: false)
        skipBlanks()
        guard index == end else {
            throw JSONPathError(
                .unexpectedText, at: index, "\(shown) cannot stand here; write a path like {.status.phase}.")
        }
        guard !steps.isEmpty else {
            throw JSONPathError(.empty, at: index, "The path is empty; write one like {.status.phase}.")
        }
        return steps
    }

    // MARK: The whole

    /// Takes the braces off, and refuses others.
    private mutating func unwrap() throws(JSONPathError) {
        guard bytes.count <= JSONPath.maximumLength else {
            throw JSONPathError(
                .tooLong, at: JSONPath.maximumLength,
                "The path is \(bytes.count) bytes long; \(JSONPath.maximumLength) are the most.")
        }
        end = bytes.count
        if let control = bytes.firstIndex(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw JSONPathError(.unexpectedText, at: control, "A control character cannot stand in a path.")
        }
        if bytes.first == UInt8(ascii: "{") {
            guard bytes.last == UInt8(ascii: "}") else {
                let isOpen = !bytes.contains(UInt8(ascii: "}"))
                throw JSONPathError(
                    isOpen ? .unclosed : .unsupported, at: bytes.count,
                    isOpen
                        ? "The brace that opens the path is never closed by \"}\"."
                        : "Nothing can follow the path in its braces; write one path like {.status.phase}.")
            }
            index = 1
            end -= 1
        }
        if let brace = bytes[index..<end].firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) {
            throw JSONPathError(
                .unsupported, at: brace,
                "Only one path is compared, without text or other paths beside it; write one like {.status.phase}.")
        }
    }

    /// `{range …}` and `{end}` print lists; there is nothing to compare in them.
    private func refuseKeywords() throws(JSONPathError) {
        let word = String(decoding: bytes[index..<end].prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
        guard word == "range" && index + 5 < end || word == "end" else { return }
        throw JSONPathError(
            .unsupported, at: index,
            "\(word) is for printing, and kubectl wait refuses it too; write one path like {.items[0].name}.")
    }

    // MARK: Steps

    /// The steps up to the first byte that begins none.
    private mutating func steps(isFilter: Bool) throws(JSONPathError) -> [JSONPathStep] {
        var steps: [JSONPathStep] = []
        if !isFilter, index < end, bytes[index] != UInt8(ascii: "."), bytes[index] != UInt8(ascii: "[") {
            steps.append(try name())
        }
        while index < end {
            if bytes[index] == UInt8(ascii: "[") {
                steps.append(try bracket(isFilter: isFilter))
            } else if bytes[index] == UInt8(ascii: ".") {
                index += 1
                if index < end, bytes[index] == UInt8(ascii: ".") {
                    index += 1
                    steps.append(.descendants)
                    steps.append(try nameAfterDescendants(isFilter: isFilter))
                } else if index < end, bytes[index] == UInt8(ascii: "["), steps.isEmpty {
                    continue  // kubectl puts a dot before every path, and this one is the same with it.
                } else if steps.isEmpty, isFilter, index < end, !isNameByte(bytes[index]) {
                    throw missingName()
                } else {
                    steps.append(try name())
                }
            } else {
                break
            }
        }
        return steps
    }

    /// The name, or `*`, that must begin here.
    private mutating func name() throws(JSONPathError) -> JSONPathStep {
        if index < end, bytes[index] == UInt8(ascii: "*") {
            index += 1
            return .wildcard
        }
        var name: [UInt8] = []
        while index < end, isNameByte(bytes[index]) {
            if bytes[index] == UInt8(ascii: "\\") {
                guard index + 1 < end else {
                    throw JSONPathError(.invalidName, at: index, "A backslash must stand before what it escapes.")
                }
                index += 1
            }
            name.append(bytes[index])
            index += 1
        }
        guard !name.isEmpty else { throw missingName() }
        return .member(String(decoding: name, as: UTF8.self))
    }

    /// After `..` only a name makes sense: kubectl finds no list at the root, and everything is more than one value.
    private mutating func nameAfterDescendants(isFilter: Bool) throws(JSONPathError) -> JSONPathStep {
        let start = index
        let isQuoted = index < end && bytes[index] == UInt8(ascii: "[")
        let step = isQuoted ? try bracket(isFilter: isFilter) : try name()
        guard case .member = step else {
            throw JSONPathError(.invalidName, at: start, "A name must follow the two dots; write it like {..image}.")
        }
        return step
    }

    private func missingName() -> JSONPathError {
        JSONPathError(.invalidName, at: index, "The name of a field is missing; write a path like {.status.phase}.")
    }

    /// `[…]`, whatever is in it.
    private mutating func bracket(isFilter: Bool) throws(JSONPathError) -> JSONPathStep {
        let opening = index
        index += 1
        skipBlanks()
        guard index < end else { throw unclosedBracket(opening) }
        let step: JSONPathStep
        switch bytes[index] {
        case UInt8(ascii: "?"):
            guard !isFilter else {
                throw JSONPathError(.unsupported, at: index, "A filter cannot stand in a filter.")
            }
            step = .filter(try filter())
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            step = .member(try quoted(isKey: true))
        case UInt8(ascii: "*"):
            index += 1
            step = .elements(JSONPathSlice())
        default:
            step = .elements(try slice())
        }
        skipBlanks()
        guard index < end else { throw unclosedBracket(opening) }
        guard bytes[index] != UInt8(ascii: ",") else {
            throw JSONPathError(
                .unsupported, at: index, "A union names several values, and only one can be compared; name one.")
        }
        guard bytes[index] == UInt8(ascii: "]") else {
            throw JSONPathError(.invalidIndex, at: index, "\(shown) cannot stand here; close the bracket with \"]\".")
        }
        index += 1
        return step
    }

    private func unclosedBracket(_ opening: Int) -> JSONPathError {
        JSONPathError(.unclosed, at: opening, "The bracket that opens here is never closed by \"]\".")
    }

    /// `0`, `-1`, `1:3`, `::2`.
    private mutating func slice() throws(JSONPathError) -> JSONPathSlice {
        var slice = JSONPathSlice()
        var colons = 0
        var hasNumber = false
        let first = index
        while index < end {
            if bytes[index] == UInt8(ascii: ":"), colons < 2 {
                colons += 1
                index += 1
                continue
            }
            let isNext = index == first || bytes[index - 1] == UInt8(ascii: ":")
            guard isNext, isDigit(bytes[index]) || bytes[index] == UInt8(ascii: "-") else { break }
            let start = index
            index += 1
            while index < end, isDigit(bytes[index]) { index += 1 }
            // Lists are shorter than this by far.
            guard let number = Int(String(decoding: bytes[start..<index], as: UTF8.self)),
                number.magnitude <= UInt(Int32.max)
            else {
                throw JSONPathError(
                    .invalidIndex, at: start, "This index is not a number that a list could have; write one like [0].")
            }
            hasNumber = true
            switch colons {
            case 0: slice.from = number
            case 1: slice.to = number
            default:
                guard number > 0 else {
                    throw JSONPathError(.invalidIndex, at: start, "A step is 1 or more; write it like [0:4:2].")
                }
                slice.step = number
            }
        }
        guard hasNumber || colons > 0 else {
            throw JSONPathError(
                .invalidIndex, at: index,
                "\(shown) is no index; write [0], [-1], [0:2], [*], ['a.b'] or [?(@.type==\"Ready\")].")
        }
        slice.isIndex = colons == 0
        return slice
    }

    // MARK: Filters

    /// `?(@.type=="Ready")`.
    private mutating func filter() throws(JSONPathError) -> JSONPathFilter {
        let opening = index
        index += 1
        guard take("(") else { throw invalidFilter(at: index) }
        skipBlanks()
        guard take("@") else {
            throw JSONPathError(
                .invalidFilter, at: index, "A filter begins with @; write it like [?(@.type==\"Ready\")].")
        }
        let left = try steps(isFilter: true)
        skipBlanks()
        var comparison: JSONPathFilter.Comparison?
        if index < end, bytes[index] != UInt8(ascii: ")") {
            let operation = try operation()
            skipBlanks()
            comparison = JSONPathFilter.Comparison(operation: operation, right: try operand())
            skipBlanks()
        }
        guard index < end else {
            throw JSONPathError(.unclosed, at: opening, "The filter that opens here is never closed by \")]\".")
        }
        guard take(")") else {
            let isJunction = bytes[index] == UInt8(ascii: "&") || bytes[index] == UInt8(ascii: "|")
            guard isJunction else { throw invalidFilter(at: index) }
            throw JSONPathError(
                .unsupported, at: index, "A filter makes one comparison, without && and ||, as in kubectl.")
        }
        return JSONPathFilter(left: left, comparison: comparison)
    }

    private mutating func operation() throws(JSONPathError) -> JSONPathFilter.Operator {
        for candidate in JSONPathFilter.Operator.allCases where bytes[index..<end].starts(with: candidate.rawValue.utf8)
        {
            index += candidate.rawValue.utf8.count
            return candidate
        }
        if bytes[index] == UInt8(ascii: "=") {
            let isPattern = index + 1 < end && bytes[index + 1] == UInt8(ascii: "~")
            throw JSONPathError(
                isPattern ? .unsupported : .invalidFilter, at: index,
                isPattern
                    ? "Regular expressions are not supported, as in kubectl; compare with ==."
                    : "A filter compares with ==; a single = ends the path.")
        }
        if bytes[index] == UInt8(ascii: "&") || bytes[index] == UInt8(ascii: "|") {
            throw JSONPathError(
                .unsupported, at: index, "A filter makes one comparison, without && and ||, as in kubectl.")
        }
        throw invalidFilter(at: index)
    }

    private mutating func operand() throws(JSONPathError) -> JSONPathFilter.Operand {
        guard index < end else { throw invalidFilter(at: index) }
        switch bytes[index] {
        case UInt8(ascii: "@"):
            index += 1
            return .path(try steps(isFilter: true))
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return .literal(.string(try quoted(isKey: false)))
        default:
            let start = index
            while index < end, isWordByte(bytes[index]) { index += 1 }
            let word = String(decoding: bytes[start..<index], as: UTF8.self)
            if word == "true" || word == "false" { return .literal(.boolean(word == "true")) }
            if let number = Int(word) { return .literal(.integer(number)) }
            let isNumber = word.utf8.first.map { isDigit($0) || "+-.".utf8.contains($0) } ?? false
            if isNumber, let number = Double(word), number.isFinite { return .literal(.real(number)) }
            guard !word.isEmpty else { throw invalidFilter(at: start) }
            throw JSONPathError(
                .invalidFilter, at: start,
                "\(Excerpt.quoted(word)) is neither a number nor true or false; put text in quotes.")
        }
    }

    private func invalidFilter(at offset: Int) -> JSONPathError {
        JSONPathError(
            .invalidFilter, at: offset, "This is no filter; write it like [?(@.type==\"Ready\")] or [?(@.ready)].")
    }

    /// `'…'` or `"…"`, in which a backslash takes what follows as it is.
    private mutating func quoted(isKey: Bool) throws(JSONPathError) -> String {
        let opening = index
        let quote = bytes[index]
        var text: [UInt8] = []
        index += 1
        while index < end, bytes[index] != quote {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < end {
                index += 1
                // In text for comparing, Go's escapes would mean something else than the character itself.
                guard isKey || "\\\"'".utf8.contains(bytes[index]) else {
                    throw JSONPathError(
                        .invalidFilter, at: index - 1, "Only quotes and backslashes can be escaped in this text.")
                }
            }
            text.append(bytes[index])
            index += 1
        }
        guard index < end else {
            throw JSONPathError(.unclosed, at: opening, "The quote that opens here is never closed.")
        }
        index += 1
        return String(decoding: text, as: UTF8.self)
    }

    // MARK: Bytes

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < end, Unicode.Scalar(bytes[index]) == character else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks() {
        while index < end, bytes[index] == UInt8(ascii: " ") { index += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    /// A byte of a bare name: no blank, and nothing that means something in a path.
    private func isNameByte(_ byte: UInt8) -> Bool { byte > 0x20 && !".,[]$@(){}\"'*?=!<>&|".utf8.contains(byte) }

    /// A byte of a number or a word in a filter.
    private func isWordByte(_ byte: UInt8) -> Bool { byte > 0x20 && !",[](){}\"'*?=!<>&|".utf8.contains(byte) }

    /// What stands at the index, for a message.
    private var shown: String {
        guard index < end else { return "The end" }
        let rest = String(decoding: bytes[index..<end], as: UTF8.self)
        return Excerpt.quoted(String(rest.prefix(1)))
    }
}
