/// Why a fake API server cannot do what a test asked for.
package struct APIServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    package enum Code: String, Hashable, Sendable {
        /// It cannot listen or make its certificates.
        case start
    }

    /// What kind of failure it is.
    package let code: Code
    /// One sentence with the reason.
    package let message: String

    /// A failure of that kind with its sentence.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
