/// One request, but for the server it goes to.
package struct HTTPClientRequest: Hashable, Sendable {
    /// One header field.
    package struct Field: Hashable, Sendable {
        /// Its name.
        package var name: String
        /// Its value.
        package var value: String

        /// A field of this name and value.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The method.
    package var method: String
    /// The path and query, percent-encoded; the URL's base path is put before it.
    package var target: String
    /// Fields beside Host, Content-Length and Connection.
    package var headers: [Field]
    /// The body, or nil for a request without one.
    package var body: [UInt8]?

    /// A request with these parts.
    package init(method: String, target: String, headers: [Field] = [], body: [UInt8]? = nil) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }
}
