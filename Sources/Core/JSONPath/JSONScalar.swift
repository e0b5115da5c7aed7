import JSONText

/// A string, number or boolean found in a JSON text.
struct JSONScalar {
    private let literal: JSONPathLiteral

    /// The value of a literal.
    init(_ literal: JSONPathLiteral) { self.literal = literal }

    /// The value that begins at `start`; nil for an object, a list and null.
    ///
    /// A number is an integer where it can be one of 64 bits, else a float of 64 bits: as Kubernetes decodes JSON whose
    /// type it does not know.
    init?(at start: Int, in json: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader(json.extracting(start..<json.count))
        switch try reader.peek() {
        case .object, .array, .null: return nil
        case .string: literal = .string(try reader.readString())
        case .boolean: literal = .boolean(try reader.readBoolean())
        case .number:
            let range = try reader.skipValue()
            let bytes = json.extracting(start + range.lowerBound..<start + range.upperBound)
            var characters: [UInt8] = []
            for index in bytes.indices { characters.append(bytes[index]) }
            let text = String(decoding: characters, as: UTF8.self)
            if let number = Int(text) { literal = .integer(number) } else { literal = .real(Double(text) ?? .infinity) }
        }
    }

    /// Whether kubectl would print the value as `text`, blanks around either ignored, and quotes around `text`.
    func isPrinted(as text: String) -> Bool {
        Self.trimmed(printed, of: \.properties.isWhitespace).elementsEqual(
            Self.trimmed(String(Self.trimmed(text) { $0 == "\"" || $0 == "'" }), of: \.properties.isWhitespace))
    }

    /// How this value stands to another; nil where the two cannot be compared so.
    func compares(_ operation: JSONPathFilter.Operator, to other: JSONScalar) -> Bool? {
        switch (literal, other.literal) {
        case (.string(let left), .string(let right)):
            let (left, right) = (Array(left.utf8), Array(right.utf8))
            let isLess = left.lexicographicallyPrecedes(right)
            return Self.holds(operation, isLess: isLess, isEqual: left == right)
        case (.boolean(let left), .boolean(let right)):
            switch operation {
            case .equal: return left == right
            case .notEqual: return left != right
            default: return nil
            }
        case (.integer(let left), .integer(let right)):
            return Self.holds(operation, isLess: left < right, isEqual: left == right)
        default:
            guard let left = number, let right = other.number else { return nil }
            return Self.holds(operation, isLess: left < right, isEqual: left == right)
        }
    }

    private var number: Double? {
        switch literal {
        case .integer(let number): Double(number)
        case .real(let number): number
        case .string, .boolean: nil
        }
    }

    private static func holds(_ operation: JSONPathFilter.Operator, isLess: Bool, isEqual: Bool) -> Bool {
        switch operation {
        case .equal: isEqual
        case .notEqual: !isEqual
        case .less: isLess
        case .lessOrEqual: isLess || isEqual
        case .greater: !isLess && !isEqual
        case .greaterOrEqual: !isLess
        }
    }

    private var printed: String {
        switch literal {
        case .string(let text): text
        case .integer(let number): number.description
        case .boolean(let value): value.description
        case .real(let number): GoFloat.text(number)
        }
    }

    private static func trimmed(
        _ text: String, of isEdge: (Unicode.Scalar) -> Bool
    ) -> Substring.UnicodeScalarView {
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, isEdge(first) { scalars.removeFirst() }
        while let last = scalars.last, isEdge(last) { scalars.removeLast() }
        return scalars
    }
}
