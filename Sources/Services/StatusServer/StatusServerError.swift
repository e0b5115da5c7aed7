/// Why the status server does not take a question now.
package struct StatusServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of refusal, free of dynamic values, so that they can label a metric.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        case tooManyWaits
        case tooManyUnknownPods
    }

    /// What kind of refusal it is.
    package let code: Code
    /// One sentence with the limit and what to do.
    package let message: String

    /// A refusal whose `message` goes to the client as it is.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
