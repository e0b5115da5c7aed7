import JSONText

/// Reads fields whose types nobody promises, and keeps what is wrong with them: a value of another type is a mistake and
/// is passed over; null counts as absent.
struct FieldReader {
    /// How many mistakes are kept.
    private static let mostMistakes = 16

    /// What is wrong: the first few.
    private(set) var mistakes: [PolicyMistake] = []

    /// Nothing is wrong.
    init() {}

    /// Whether the next value is of that type; `what` says in the message which that is. Any other has been passed over.
    mutating func begins(
        _ wanted: JSONKind, _ reader: inout JSONReader, _ field: String, _ what: String
    ) throws(JSONError) -> Bool {
        let found = try reader.peek()
        guard found != wanted else { return true }
        try reader.skipValue()
        if found != .null { note(field, "It must be \(what).") }
        return false
    }

    /// The next value if it is a string.
    mutating func string(_ reader: inout JSONReader, _ field: String) throws(JSONError) -> String? {
        guard try begins(.string, &reader, field, "a string") else { return nil }
        return try reader.readString()
    }

    /// Adds a mistake.
    mutating func note(_ field: String, _ message: String) {
        guard mistakes.count < Self.mostMistakes else { return }
        mistakes.append(PolicyMistake(field, message))
    }

    /// Adds what another reader has found.
    mutating func take(_ other: FieldReader) {
        for mistake in other.mistakes { note(mistake.field, mistake.message) }
    }
}
