import JSONText

/// Writes new values as YAML by indentation, in the way that the text around them is written.
struct BlockText: Sendable {
    /// Lists under a key are indented further than the key.
    let indentsSequences: Bool
    /// What ends a line.
    let newline: String

    /// `key: value` at a column, from 0; its first line without indentation.
    func member(_ key: String, _ value: ManifestNode, at column: Int) -> String {
        Self.scalar(.string(key)) + ":" + self.value(value, under: column)
    }

    /// `- value` at a column, likewise.
    func element(_ value: ManifestNode, at column: Int) -> String {
        "- " + inline(value, at: column + 2)
    }

    /// A value that begins where it stands, its further lines at `column`.
    func inline(_ value: ManifestNode, at column: Int) -> String {
        switch value.content {
        case .mapping(let members) where !members.isEmpty:
            members.map { member($0.key, $0.value, at: column) }.joined(separator: lineStart(column))
        case .sequence(let elements) where !elements.isEmpty:
            elements.map { element($0, at: column) }.joined(separator: lineStart(column))
        default: Self.scalar(value.content)
        }
    }

    /// What follows a key and its colon.
    func value(_ value: ManifestNode, under column: Int) -> String {
        switch value.content {
        case .mapping(let members) where !members.isEmpty:
            lineStart(column + 2) + inline(value, at: column + 2)
        case .sequence(let elements) where !elements.isEmpty:
            lineStart(column + (indentsSequences ? 2 : 0)) + inline(value, at: column + (indentsSequences ? 2 : 0))
        default: " " + Self.scalar(value.content)
        }
    }

    private func lineStart(_ column: Int) -> String { newline + String(repeating: " ", count: column) }

    /// A scalar or an empty collection on one line; plain only where no reader can take it for anything else than a text.
    static func scalar(_ content: ManifestNode.Content) -> String {
        if case .string(let text) = content, isPlain(text) { return text }
        return String(decoding: ManifestNode(content).json, as: UTF8.self)
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "/"), text.utf8.count <= 200,
            text.utf8.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || "-_./".utf8.contains($0) })
        else { return false }
        return ScalarReading.content(ofPlain: text).isString
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }
}

extension ManifestNode.Content {
    /// It is a text.
    fileprivate var isString: Bool {
        if case .string = self { true } else { false }
    }
}
