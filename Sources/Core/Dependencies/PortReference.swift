import Encodings

/// Which port of a Service must be served: `port=`.
package enum PortReference: Hashable, Sendable, CustomStringConvertible {
    /// By number, 1 to 65535.
    case number(Int)
    /// By name: an RFC 1123 label that is not a number.
    case name(String)

    /// The text after `port=`.
    package var description: String {
        switch self {
        case .number(let number): String(number)
        case .name(let name): name
        }
    }

    /// Parses the text after `port=`, or after the colon of `postgres.db:5432`.
    init(_ text: SourceText) throws(Mistake) {
        if !text.bytes.isEmpty, text.bytes.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) {
            guard let number = Decimal.parse(text.bytes), 1...65535 ~= number else {
                throw Mistake(
                    .invalidPort, at: text.column,
                    "Port \(Excerpt.of(text.string, limit: 20)) is out of range; ports are 1 to 65535.")
            }
            self = .number(number)
            return
        }
        guard NameRule.label.accepts(text.bytes[...]) else {
            throw Mistake(
                .invalidPort, at: text.column,
                "\(Excerpt.quoted(text.string)) is neither a port number nor the name of a port; write port=6379.")
        }
        self = .name(text.string)
    }
}
