/// The `continue` token of a list in pages: base64url of `{"v":"meta.k8s.io/v1","rv":1024,"start":"/shop/a\u0000"}`.
package struct ContinueToken: Hashable, Sendable {
    /// The version that the first page was read at; -1 for the newest, in a token that is given out for an expired one.
    package let resourceVersion: Int
    /// The key after which the next page begins, without the NUL that ends it.
    package let after: String

    /// The token of the page after that key.
    package init(resourceVersion: Int, after: String) {
        self.resourceVersion = resourceVersion
        self.after = after
    }

    /// The token that a client sent. Throws a 400 status for what is none.
    package init(_ text: String) throws(APIStatus) {
        guard let bytes = Base64.decode(text), let value = try? JSONValue(json: bytes),
            value["v"]?.string == "meta.k8s.io/v1", let version = value["rv"]?.integer,
            let start = value["start"]?.string
        else { throw .badRequest("continue key is not valid: \(text.prefix(60))") }
        resourceVersion = version
        after = start.hasSuffix("\0") ? String(start.dropLast()) : start
    }

    /// The text for clients.
    package var text: String {
        let value: JSONValue = [
            "v": "meta.k8s.io/v1", "rv": .integer(resourceVersion), "start": .string(after + "\0"),
        ]
        return Base64.encode(value.compact, isURL: true)
    }
}
