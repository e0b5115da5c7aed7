import Encodings

/// One request to the API server, without what every request has: the server's address and the credentials.
package struct APIRequest: Hashable, Sendable {
    /// The methods that the API knows.
    package enum Method: String, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// One `name=value` of the query, not yet percent-encoded.
    package struct QueryItem: Hashable, Sendable {
        /// The name.
        package let name: String
        /// The value.
        package let value: String

        /// Both as they are: they are encoded where the request line is made.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The method.
    package var method: Method
    /// The path, percent-encoded, as `ResourceType.path` makes it.
    package var path: String
    /// The query, in order.
    package var query: [QueryItem]
    /// The body; nil for none.
    package var body: [UInt8]?
    /// The media type of the body.
    package var contentType: String
    /// The media types of the answer: the header `Accept`.
    package var accept: String
    /// How long the whole exchange may take, from the moment when it is started.
    package var deadline: Duration
    /// The largest body that is read whole, in bytes; a body that is streamed has no limit.
    package var bodyLimit: Int
    /// How long the answer may take to begin; nil for as long as silence allows.
    package var answerWithin: Duration?
    /// How long the answer may be silent before it counts as broken; nil for as long as the deadline allows.
    package var silence: Duration?
    /// After how long without a byte of the body a stream says `quiet`, once; nil for never.
    package var quietAfter: Duration?
    /// Whether the token and the CA are read again first, whatever the time: the server has refused the last ones.
    package var rereadsCredentials: Bool

    /// A request; the defaults fit an answer that is read whole, within 30 seconds and 8 MiB.
    package init(
        _ method: Method, _ path: String, query: [QueryItem] = [], body: [UInt8]? = nil,
        contentType: String = "application/json", accept: String = "application/json",
        deadline: Duration = .seconds(30), bodyLimit: Int = 8 << 20,
        answerWithin: Duration? = nil, silence: Duration? = nil, quietAfter: Duration? = nil,
        rereadsCredentials: Bool = false
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.contentType = contentType
        self.accept = accept
        self.deadline = deadline
        self.bodyLimit = bodyLimit
        self.answerWithin = answerWithin
        self.silence = silence
        self.quietAfter = quietAfter
        self.rereadsCredentials = rereadsCredentials
    }

    /// Path and query as they stand in the request line.
    package var target: String {
        if query.isEmpty { return path }
        let items = query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
        return path + "?" + items.joined(separator: "&")
    }
}
