import JSONText

extension JSONReader {
    /// The next value, a moment as Kubernetes writes it (RFC 3339); nil for null and for a text that is none.
    mutating func readTimestamp() throws(JSONError) -> Timestamp? {
        guard try !readNull() else { return nil }
        let text = try readJSONString()
        if let plain = text.plain { return Timestamp(rfc3339: plain) }
        return Timestamp(rfc3339: text.decoded)
    }
}
