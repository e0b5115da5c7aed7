import Encodings

/// How many endpoints or pods must be ready: `min=`.
package enum MinimumCount: Hashable, Sendable, CustomStringConvertible {
    /// At least so many, 0 or more; 0 means that existence is enough.
    case count(Int)
    /// All that there are, and at least one.
    case all

    /// The text after `min=`.
    package var description: String {
        switch self {
        case .count(let count): String(count)
        case .all: "all"
        }
    }

    /// Parses the text after `min=`.
    init(_ text: SourceText) throws(Mistake) {
        if text.string == "all" {
            self = .all
            return
        }
        guard let count = Decimal.parse(text.bytes), count <= Int(Int32.max) else {
            throw Mistake(
                .invalidCount, at: text.column,
                "\(Excerpt.quoted(text.string)) is not a number of endpoints; write min=2, min=0 or min=all.")
        }
        self = .count(count)
    }
}
