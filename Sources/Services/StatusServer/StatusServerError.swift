/// Why the status server does not take a question now.
package struct StatusServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of refusal, free of dynamic values, so that they can label a metric.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        /// As many pods wait as may.
        case tooManyWaits
        /// As many pods of one peer wait as may.
        case tooManyWaitsOfPeer
        /// One peer has made as many requests as it may.
        case tooManyRequestsOfPeer
        /// As many pods that the server has not seen are asked for as may be, in all or by one peer.
        case tooManyUnknownPods
        /// As much is kept of questions whose pods are not known as may be.
        case tooMuchHeld
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
