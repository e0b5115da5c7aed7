/// Why a request got no answer, or only a part of one.
package struct HTTPClientError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure, free of dynamic values, so that they can label a metric.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        /// The URL is not one that this client can ask.
        case badURL
        /// The host's name has no address.
        case resolution
        /// No address accepted a connection in time.
        case connection
        /// TLS could not be set up.
        case handshake
        /// The server's certificate is not trusted or not for the name in the URL.
        case verification
        /// The answer is not HTTP.
        case badAnswer
        /// The server sent nothing for too long.
        case silence
        /// The server closed the connection before the answer's end, or it was cut.
        case closed
        /// The deadline of the whole request passed.
        case deadline
        /// The interrupting descriptor turned readable.
        case interrupted
    }

    /// What kind of failure it is.
    package let code: Code
    /// One sentence with the offending value.
    package let message: String

    /// An error of this kind that says exactly `message`.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
