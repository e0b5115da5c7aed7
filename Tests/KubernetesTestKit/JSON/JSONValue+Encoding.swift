extension JSONValue {
    /// The value's text on one line, escaped as Go's `encoding/json` escapes (`<`, `>` and `&` too).
    package var compact: [UInt8] {
        var bytes: [UInt8] = []
        encode(into: &bytes, indent: nil)
        return bytes
    }

    /// The value's text indented by two spaces a level, as the API server answers `curl` and `?pretty=true`.
    package var pretty: [UInt8] {
        var bytes: [UInt8] = []
        encode(into: &bytes, indent: 0)
        return bytes
    }

    /// The compact text as a string: for annotations and messages.
    package var text: String { String(decoding: compact, as: UTF8.self) }

    private func encode(into bytes: inout [UInt8], indent: Int?) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let text): bytes.append(contentsOf: text.utf8)
        case .string(let text): Self.encode(text, into: &bytes)
        case .array(let elements):
            Self.encode(elements, between: ("[", "]"), into: &bytes, indent: indent) { element, bytes, inner in
                element.encode(into: &bytes, indent: inner)
            }
        case .object(let object):
            Self.encode(Array(object), between: ("{", "}"), into: &bytes, indent: indent) { member, bytes, inner in
                Self.encode(member.key, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                if inner != nil { bytes.append(UInt8(ascii: " ")) }
                member.value.encode(into: &bytes, indent: inner)
            }
        }
    }

    private static func encode<Part>(
        _ parts: [Part], between brackets: (open: Unicode.Scalar, close: Unicode.Scalar), into bytes: inout [UInt8],
        indent: Int?, _ encodePart: (Part, inout [UInt8], Int?) -> Void
    ) {
        bytes.append(UInt8(ascii: brackets.open))
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            startLine(indent.map { $0 + 1 }, in: &bytes)
            encodePart(part, &bytes, indent.map { $0 + 1 })
        }
        if !parts.isEmpty { startLine(indent, in: &bytes) }
        bytes.append(UInt8(ascii: brackets.close))
    }

    private static func startLine(_ indent: Int?, in bytes: inout [UInt8]) {
        guard let indent else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * 2))
    }

    private static func encode(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        guard text.utf8.contains(where: mayNeedEscape) else { return bytes.append(contentsOf: text.utf8) }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes.append(contentsOf: "\\\"".utf8)
            case "\\": bytes.append(contentsOf: "\\\\".utf8)
            case "\n": bytes.append(contentsOf: "\\n".utf8)
            case "\r": bytes.append(contentsOf: "\\r".utf8)
            case "\t": bytes.append(contentsOf: "\\t".utf8)
            case "\u{08}": bytes.append(contentsOf: "\\b".utf8)
            case "\u{0C}": bytes.append(contentsOf: "\\f".utf8)
            case "\u{00}"..<" ", "<", ">", "&", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    /// Whether a byte is escaped, or begins a scalar that may be: U+2028 and U+2029 begin with 0xE2.
    private static func mayNeedEscape(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00..<0x20, 0xE2, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "&"):
            true
        default: false
        }
    }
}
