package import JSONText

/// Why a question or a line of the status API is not one.
package struct StatusAPIError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of mistake, free of dynamic values, so that they can label a metric.
    package enum Code: String, Hashable, Sendable {
        case invalidJSON
        case invalidQuery
        case missingField
        case tooLong
        case tooMany
        case ambiguous
        case unknownOutcome
    }

    /// What kind of mistake it is.
    package let code: Code
    /// One sentence with the offending value and what to do.
    package let message: String

    /// An error whose `message` goes to the client as it is.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// A text that is not the JSON of the status API.
    package init(_ error: JSONError) {
        self.init(.invalidJSON, error.description)
    }

    package var description: String { message }
}
