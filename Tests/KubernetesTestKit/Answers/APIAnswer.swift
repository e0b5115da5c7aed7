/// A whole answer: status, headers of its own, body. Watches are answered by a stream instead.
package struct APIAnswer: Hashable, Sendable {
    /// The HTTP status.
    package var status: Int
    /// The media type.
    package var contentType: String
    /// Headers besides the type: `Retry-After`, `Warning`.
    package var headers: [Header]
    /// The body.
    package var body: [UInt8]

    /// One header field.
    package struct Header: Hashable, Sendable {
        /// The field's name.
        package let name: String
        /// The field's value.
        package let value: String
    }

    /// A text.
    package init(_ status: Int = 200, text: String) {
        self.status = status
        contentType = "text/plain; charset=utf-8"
        headers = [Header(name: "X-Content-Type-Options", value: "nosniff")]
        body = Array(text.utf8)
    }

    /// A JSON value, printed for the program that asked.
    package init(_ status: Int = 200, _ value: JSONValue, for request: APIRequest) {
        self.status = status
        contentType = "application/json"
        headers = []
        body = request.wantsPretty ? value.pretty : value.compact + [0x0A]
    }

    /// JSON that has been printed already, compactly.
    package init(compact bytes: [UInt8]) {
        status = 200
        contentType = "application/json"
        headers = []
        body = bytes
    }

    /// A failure.
    package init(_ failure: APIStatus, for request: APIRequest) {
        self.init(failure.code, failure.body, for: request)
        if let seconds = failure.retryAfter { headers.append(Header(name: "Retry-After", value: String(seconds))) }
    }

    /// Adds warnings as the API server sends them: code 299 (RFC 7234 section 5.5), the text quoted.
    package mutating func add(warnings: [String]) {
        for warning in warnings {
            var quoted = ""
            for character in warning.unicodeScalars where character.value >= 0x20 {
                if character == "\"" || character == "\\" { quoted += "\\" }
                quoted.unicodeScalars.append(character)
            }
            headers.append(Header(name: "Warning", value: "299 - \"\(quoted)\""))
        }
    }
}
