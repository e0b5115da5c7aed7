/// The head of one response: the status line (RFC 9112, section 4) and the header fields.
package struct HTTPResponseHead: Sendable {
    /// The status code, 100...999.
    package let status: Int
    /// 0 for HTTP/1.0, else 1.
    package let minorVersion: Int
    /// The header fields.
    package let headers: HTTPHeaders
    /// How the end of the body is found.
    package let framing: BodyFraming
    /// Whether the connection may carry another request after this response.
    package let keepsAlive: Bool

    /// A head whose parts a parser has found and validated.
    init(status: Int, minorVersion: Int, headers: HTTPHeaders, framing: BodyFraming, keepsAlive: Bool) {
        self.status = status
        self.minorVersion = minorVersion
        self.headers = headers
        self.framing = framing
        self.keepsAlive = keepsAlive
    }
}
