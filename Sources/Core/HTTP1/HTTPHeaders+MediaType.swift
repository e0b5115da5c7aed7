extension HTTPHeaders {
    /// Whether the body is said to be `application/json`, once and with whatever parameters (RFC 9110 section 8.3), and in
    /// no coding that would have to be undone first.
    package var declaresJSON: Bool {
        let types = all("content-type")
        guard types.count == 1, let type = types.first else { return false }
        // What every client of ours sends, and the API server.
        if type == "application/json", !contains("content-encoding") { return true }
        let essence = type.utf8.prefix { $0 != UInt8(ascii: ";") }
        let trimmed = essence.reversed().drop { $0.isBlank }.reversed()
        guard trimmed.map(\.lowercased) == Array("application/json".utf8) else { return false }
        return all("content-encoding").allSatisfy { $0.lowercased() == "identity" }
    }
}
