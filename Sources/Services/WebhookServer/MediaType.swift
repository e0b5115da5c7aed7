import HTTP1

/// The media type of a request's body (RFC 9110 section 8.3).
enum MediaType {
    /// Whether the fields say `application/json`, once and with whatever parameters, and no coding that would have to be
    /// undone first.
    static func isJSON(_ headers: HTTPHeaders) -> Bool {
        let types = headers.all("content-type")
        guard types.count == 1, let type = types.first else { return false }
        // What the API server sends.
        if type == "application/json", headers.first("content-encoding") == nil { return true }
        let essence = type.utf8.prefix { $0 != UInt8(ascii: ";") }
        let trimmed = essence.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
        guard trimmed.map({ $0 | 0x20 }) == Array("application/json".utf8) else { return false }
        return headers.all("content-encoding").allSatisfy { $0.lowercased() == "identity" }
    }
}
