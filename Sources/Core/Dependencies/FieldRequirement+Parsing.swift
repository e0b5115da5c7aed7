import Encodings
import JSONPath

extension FieldRequirement {
    /// Parses the text after `jsonpath=`: a path and, after `=`, the value that the field must have.
    ///
    /// Single quotes round the path or the value are taken off, as the shell takes them off kubectl's.
    init(_ text: SourceText) throws(Mistake) {
        let end = JSONPath.length(ofExpressionIn: text.string)
        let written = Self.unquoted(text.slice(0..<end))
        let path = try Self.path(written.string, column: written.column(at:))
        guard end < text.count else {
            self.init(path: path)
            return
        }
        let value = Self.unquoted(text.suffix(from: end + 1))
        try self.init(path: path, value: value)
    }

    /// The requirement of one field of an object in the JSON form, whose key is names with dots between.
    init(key: SourceText, value: SourceText) throws(Mistake) {
        var text = ""
        for name in key.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard !name.isEmpty, !name.contains(where: { Self.unquotable.contains($0) || $0 < 0x20 }) else {
                throw Mistake(
                    .invalidField, at: key.column(at: name.startIndex),
                    "\(Excerpt.quoted(key.string)) is not the key of a field; write names with dots between.")
            }
            text += "['\(String(decoding: name, as: UTF8.self))']"
        }
        try self.init(path: Self.path("{\(text)}") { _ in key.column }, value: value)
    }

    private static let unquotable = Set("'\"\\[]{}".utf8)

    private init(path: JSONPath, value: SourceText) throws(Mistake) {
        guard value.count > 0 else {
            throw Mistake(
                .missingValue, at: value.column, "A value must follow \"=\"; leave the sign out if any will do.")
        }
        if let control = value.bytes.firstIndex(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw Mistake(.invalidField, at: value.column(at: control), "A value must not have control characters.")
        }
        self.init(path: path, value: value.string)
    }

    /// The path of a text; `column` says where each of its bytes stands.
    private static func path(_ text: String, column: (Int) -> Int) throws(Mistake) -> JSONPath {
        do throws(JSONPathError) {
            return try JSONPath(parsing: text)
        } catch {
            throw Mistake(.invalidField, at: column(error.offset), error.message)
        }
    }

    private static func unquoted(_ text: SourceText) -> SourceText {
        let quote = UInt8(ascii: "'")
        guard text.count >= 2, text.bytes.first == quote, text.bytes.last == quote else { return text }
        return text.slice(1..<text.count - 1)
    }
}
