/// Why a text is no JSONPath expression that a wait can use.
package struct JSONPathError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of mistake, free of dynamic values, so that they can label a metric.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        case empty
        case tooLong
        case unclosed
        case unexpectedText
        case unsupported
        case invalidName
        case invalidIndex
        case invalidFilter
    }

    /// What kind of mistake it is.
    package let code: Code
    /// The byte of the text at which it was noticed, from 0.
    package let offset: Int
    /// One sentence that says what to write.
    package let message: String

    /// A mistake at the byte `offset`, from 0.
    package init(_ code: Code, at offset: Int, _ message: String) {
        self.code = code
        self.offset = offset
        self.message = message
    }

    package var description: String { "invalid JSONPath at byte \(offset): \(message)" }
}
