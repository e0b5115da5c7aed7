import Encodings

/// Keys of ConfigMaps and Secrets (kubernetes.io/docs/concepts/configuration/configmap).
enum DataKey {
    /// The key that a text is: up to 253 letters, digits, `-`, `_` and `.`, neither `.` nor beginning with `..`.
    static func checked(_ text: SourceText) throws(Mistake) -> String {
        let wrong = text.bytes.firstIndex { byte in
            !(UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "."))
        }
        guard wrong == nil, 1...253 ~= text.count, !text.bytes.elementsEqual(".".utf8),
            !text.bytes.starts(with: "..".utf8)
        else {
            throw Mistake(
                .invalidName, at: text.column(at: wrong ?? 0),
                "\(Excerpt.quoted(text.string)) is not a valid key: letters, digits, hyphens, underscores and dots.")
        }
        return text.string
    }
}
