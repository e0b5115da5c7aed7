/// The head of one request: what RFC 9112, section 3, calls the request line and the header fields.
///
/// Its bytes are kept once; the strings are made when asked for, and short ones allocate nothing.
package struct HTTPRequestHead: Sendable {
    /// Where the parts of the request line stand in the head's bytes.
    struct Line: Sendable {
        /// The method.
        var method = 0..<0
        /// The whole target.
        var target = 0..<0
        /// The target's path; empty where it has none.
        var path = 0..<0
        /// What follows the target's first `?`.
        var query: Range<Int>?
        /// The minor version to read the message by.
        var minorVersion = 1
    }

    private let line: Line
    /// The header fields.
    package let headers: HTTPHeaders
    /// How the end of the body is found: never `.untilClose`.
    package let framing: BodyFraming
    /// Whether the connection may serve another request after this one (RFC 9112, section 9.3).
    package let keepsAlive: Bool
    /// Whether the peer waits for `100 Continue` before it sends the body (RFC 9110, section 10.1.1).
    package let expectsContinue: Bool

    /// A head whose parts a parser has found and validated.
    init(line: Line, headers: HTTPHeaders, facts: FieldFacts, framing: BodyFraming) {
        self.line = line
        self.headers = headers
        self.framing = framing
        keepsAlive = facts.keepsAlive(minorVersion: line.minorVersion)
        expectsContinue = facts.expectsContinue && line.minorVersion > 0
    }

    /// The method, which is case-sensitive.
    package var method: String { headers.text(line.method) }
    /// The whole target as it was sent, in any of its four forms.
    package var target: String { headers.text(line.target) }
    /// The path, still percent-encoded, without the query and, in absolute form, without scheme and authority;
    /// `/` where an absolute form has none, `*` in asterisk form, empty in authority form.
    package var path: String { line.path.isEmpty ? emptyPath : headers.text(line.path) }
    /// What follows the first `?`, still percent-encoded, or nil.
    package var query: String? { line.query.map { headers.text($0) } }
    /// 0 for HTTP/1.0, else 1.
    package var minorVersion: Int { line.minorVersion }

    private var emptyPath: String { method == "CONNECT" ? "" : "/" }
}
