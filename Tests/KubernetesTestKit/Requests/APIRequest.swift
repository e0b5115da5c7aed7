import JSONText

/// One request to the API server, whatever carried it: what it is answered by depends on nothing else.
package struct APIRequest: Sendable {
    /// The HTTP method.
    package var method: String
    /// The path, not yet percent-decoded.
    package var path: String
    /// The parameters of the query.
    package var query: QueryParameters
    /// `Accept`; empty when absent.
    package var accept: String
    /// `Content-Type`, without parameters; empty when absent.
    package var contentType: String
    /// `User-Agent`; empty when absent.
    package var userAgent: String
    /// Who asks.
    package var user: UserInfo
    /// The body.
    package var body: [UInt8]

    /// A request; `target` is path and query.
    package init(
        _ method: String, _ target: String, body: [UInt8] = [], contentType: String = "application/json",
        accept: String = "", userAgent: String = "", user: UserInfo = .admin
    ) {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        query = QueryParameters(parts.count > 1 ? String(parts[1]) : nil)
        self.accept = accept
        self.contentType = contentType.split(separator: ";").first.map { String($0).lowercased() } ?? ""
        self.userAgent = userAgent
        self.user = user
        self.body = body
    }

    /// Whether the answer is printed indented: asked for, or by a program for people, as the API server guesses.
    package var wantsPretty: Bool {
        if let pretty = query["pretty"] { return pretty.isEmpty || query.isTrue("pretty") }
        return ["curl/", "Wget/", "Mozilla/"].contains { userAgent.hasPrefix($0) }
    }

    /// Whether nothing must be stored (`dryRun=All`).
    package var isDryRun: Bool { query.all("dryRun").contains("All") }

    /// The body as a tree. Throws 400 for what is no JSON.
    package func decodedBody() throws(APIStatus) -> JSONValue {
        do {
            return try JSONValue(json: body)
        } catch {
            throw .badRequest("the object provided is unrecognized (must be of type \(path)): \(error.description)")
        }
    }
}
