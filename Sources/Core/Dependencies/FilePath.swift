import Encodings

/// Absolute paths of files, in one spelling: no part is empty, `.` or `..`.
enum FilePath {
    /// The longest path, in bytes, without the zero at its end (PATH_MAX of Linux).
    private static let maximumLength = 4095

    /// The path that a word is.
    static func checked(_ word: SourceText) throws(Mistake) -> String {
        let shown = Excerpt.quoted(word.string)
        guard word.bytes.first == UInt8(ascii: "/") else {
            throw Mistake(.invalidPath, at: word.column, "\(shown) is not an absolute path; begin it with a slash.")
        }
        guard 2...maximumLength ~= word.count else {
            throw Mistake(.invalidPath, at: word.column, "\(shown) is not the path of a file.")
        }
        if let control = word.bytes.firstIndex(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw Mistake(.invalidPath, at: word.column(at: control), "\(shown) has a control character.")
        }
        let parts = word.bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        if let wrong = parts.first(where: { $0.isEmpty || $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }) {
            throw Mistake(
                .invalidPath, at: word.column(at: wrong.startIndex),
                "\(shown) has an empty part, or one that is . or ..; write the path in full.")
        }
        return word.string
    }
}
