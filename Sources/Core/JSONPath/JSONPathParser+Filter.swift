import Encodings

/// Filters, and the text in quotes that they and keys have in common.
extension JSONPathParser {
    /// `?(@.type=="Ready")`.
    mutating func filter() throws(JSONPathError) -> JSONPathFilter {
        let opening = cursor.index
        cursor.advance()
        guard cursor.take("(") else { throw invalidFilter(at: cursor.index) }
        cursor.skipBlanks()
        guard cursor.take("@") else {
            throw JSONPathError(
                .invalidFilter, at: cursor.index, "A filter begins with @; write it like [?(@.type==\"Ready\")].")
        }
        let left = try steps(isFilter: true)
        cursor.skipBlanks()
        var comparison: JSONPathFilter.Comparison?
        if cursor.byte != nil, !cursor.isAt(")") {
            let operation = try operation()
            cursor.skipBlanks()
            comparison = JSONPathFilter.Comparison(operation: operation, right: try operand())
            cursor.skipBlanks()
        }
        guard cursor.byte != nil else {
            throw JSONPathError(.unclosed, at: opening, "The filter that opens here is never closed by \")]\".")
        }
        try refuseJunction()
        guard cursor.take(")") else { throw invalidFilter(at: cursor.index) }
        return JSONPathFilter(left: left, comparison: comparison)
    }

    private mutating func operation() throws(JSONPathError) -> JSONPathFilter.Operator {
        for candidate in JSONPathFilter.Operator.allCases where cursor.take(text: candidate.rawValue) {
            return candidate
        }
        try refuseJunction()
        guard cursor.isAt("=") else { throw invalidFilter(at: cursor.index) }
        guard cursor.following == UInt8(ascii: "~") else {
            throw JSONPathError(
                .invalidFilter, at: cursor.index, "A filter compares with ==; a single = ends the path.")
        }
        throw JSONPathError(
            .unsupported, at: cursor.index, "Regular expressions are not supported, as in kubectl; compare with ==.")
    }

    private func refuseJunction() throws(JSONPathError) {
        guard cursor.isAt("&") || cursor.isAt("|") else { return }
        throw JSONPathError(
            .unsupported, at: cursor.index, "A filter makes one comparison, without && and ||, as in kubectl.")
    }

    private mutating func operand() throws(JSONPathError) -> JSONPathFilter.Operand {
        if cursor.take("@") { return .path(try steps(isFilter: true)) }
        if cursor.isAt("\"") || cursor.isAt("'") { return .literal(.string(try quoted(isKey: false))) }
        let start = cursor.index
        let bytes = cursor.take { $0 > 0x20 && !",[](){}\"'*?=!<>&|".utf8.contains($0) }
        let word = String(decoding: bytes, as: UTF8.self)
        if word == "true" || word == "false" { return .literal(.boolean(word == "true")) }
        if let number = Int(word) { return .literal(.integer(number)) }
        // Swift reads more as a number than Go and JSON do: names of numbers, and hexadecimal digits.
        let isDecimal = word.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
        if isDecimal, let number = Double(word), number.isFinite { return .literal(.real(number)) }
        guard !word.isEmpty else { throw invalidFilter(at: start) }
        throw JSONPathError(
            .invalidFilter, at: start,
            "\(Excerpt.quoted(word)) is neither a number nor true or false; put text in quotes.")
    }

    private func invalidFilter(at offset: Int) -> JSONPathError {
        JSONPathError(
            .invalidFilter, at: offset, "This is no filter; write it like [?(@.type==\"Ready\")] or [?(@.ready)].")
    }

    /// `'…'` or `"…"`, in which a backslash takes what follows as it is.
    ///
    /// In text to compare with, only quotes and backslashes can be escaped: Go would make another character of the others.
    mutating func quoted(isKey: Bool) throws(JSONPathError) -> String {
        let opening = cursor.index
        let quote = cursor.byte
        cursor.advance()
        var text: [UInt8] = []
        while true {
            text += cursor.take { $0 != quote && $0 != UInt8(ascii: "\\") }
            guard cursor.byte != nil else {
                throw JSONPathError(.unclosed, at: opening, "The quote that opens here is never closed.")
            }
            if cursor.byte == quote { break }
            guard isKey || "\\\"'".utf8.contains(where: { $0 == cursor.following }) else {
                throw JSONPathError(
                    .invalidFilter, at: cursor.index, "Only quotes and backslashes can be escaped in this text.")
            }
            if let escaped = cursor.following { text.append(escaped) }
            cursor.advance()
            cursor.advance()
        }
        cursor.advance()
        return String(decoding: text, as: UTF8.self)
    }
}
