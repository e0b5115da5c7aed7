/// Why an expression has no value.
package struct ExpressionError: Error, Hashable, Sendable {
    /// The kinds of failure.
    package enum Code: String, Hashable, Sendable {
        /// The text is none of the language, or of the part of it that is understood here.
        case syntax
        /// The expression errs for these variables, as `no such key` does.
        case evaluation
    }

    /// What kind of failure it is.
    package let code: Code
    /// One sentence with the reason.
    package let message: String

    /// A failure of that kind with its sentence.
    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
