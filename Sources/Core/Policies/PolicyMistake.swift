import Dependencies
import Encodings

/// What is wrong in one field of a policy.
package struct PolicyMistake: Error, Hashable, Sendable, CustomStringConvertible {
    /// The field's path: `spec.selector.ownerKind`.
    package let field: String
    /// One sentence.
    package let message: String

    /// A mistake in that field.
    package init(_ field: String, _ message: String) {
        self.field = field
        self.message = message
    }

    /// One line of at most 256 characters: the field, then the message.
    package var description: String {
        Excerpt.of("\(Excerpt.of(field, limit: 60)): \(message)", limit: Diagnostic.maximumLength)
    }
}
