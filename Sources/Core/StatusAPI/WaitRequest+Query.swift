import Encodings

extension WaitRequest {
    /// Reads the query of `GET /v1/status`: `namespace=db&pod=web-0&uid=…`. Keys that this release does not know are passed over.
    ///
    /// Percent-encoding as in RFC 3986 section 2.1; `+` stands for itself.
    /// - Throws: `invalidQuery`, `missingField`, `tooLong`.
    package init(query: String) throws(StatusAPIError) {
        self.init(namespace: "", pod: "", uid: "")
        for field in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let value = try WaitRequest.percentDecoded(parts[1])
            switch String(Substring(parts[0])) {
            case "namespace": namespace = value
            case "pod": pod = value
            case "uid": uid = value
            case "container": container = value
            default: break
            }
        }
        try check()
    }

    private static func percentDecoded(_ text: Substring.UTF8View) throws(StatusAPIError) -> String {
        guard let bytes = PercentEncoding.decode(text) else {
            throw StatusAPIError(.invalidQuery, "a % in the query is not followed by two hexadecimal digits")
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw StatusAPIError(.invalidQuery, "the query is not UTF-8 once decoded")
        }
        return decoded
    }
}
