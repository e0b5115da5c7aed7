import Encodings

/// The URLs that a client can ask (RFC 3986): http or https, without credentials and fragment.
enum URLText {
    /// The longest URL, in bytes.
    private static let maximumLength = 2048

    /// The URL that a word is, scheme and host in lower case, the rest as it is written.
    static func checked(_ word: SourceText) throws(Mistake) -> String {
        let shown = Excerpt.quoted(word.string)
        guard let colon = word.firstOffset(of: "://") else { throw schemeMissing(word) }
        let scheme = String(decoding: word.bytes[..<colon].map(NameRule.lowercased), as: UTF8.self)
        guard scheme == "http" || scheme == "https" else {
            let near = Spelling.nearest(to: scheme, among: ["http", "https"]).map { "; did you mean \($0)?" }
            throw Mistake(
                .invalidURL, at: word.column, "\(shown) is neither an http nor an https URL\(near ?? ".")")
        }
        guard word.count <= maximumLength else {
            throw Mistake(.invalidURL, at: word.column, "\(shown) is longer than \(maximumLength) bytes.")
        }
        let rest = word.suffix(from: colon + 3)
        let end = rest.bytes.firstIndex { delimiters.contains($0) } ?? rest.count
        let authority = rest.slice(0..<end)
        if let sign = authority.bytes.firstIndex(of: UInt8(ascii: "@")) {
            // What stands before it is not repeated: it may be a password.
            throw Mistake(
                .invalidURL, at: authority.column(at: sign), "A URL must not have credentials here; leave them out.")
        }
        let (host, port) = try HostAddress.split(authority)
        var text = "\(scheme)://\(host.contains(":") ? "[\(host)]" : host)"
        if let port {
            guard let number = Decimal.parse(port.bytes), 1...65535 ~= number else {
                throw Mistake(
                    .invalidPort, at: port.column,
                    "\(Excerpt.quoted(port.string, limit: 20)) is not the number of a port; ports are 1 to 65535.")
            }
            text += ":\(number)"
        }
        let path = rest.suffix(from: end)
        try check(path, of: word)
        return text + path.string
    }

    /// Checks the path and the query.
    private static func check(_ path: SourceText, of word: SourceText) throws(Mistake) {
        for (index, byte) in path.bytes.enumerated() {
            if byte == UInt8(ascii: "#") {
                throw Mistake(
                    .invalidURL, at: path.column(at: index), "A URL must not have a fragment here; leave \"#\" out.")
            }
            let isEscape =
                byte == UInt8(ascii: "%") && index + 2 < path.count
                && path.bytes[index + 1...index + 2].allSatisfy { Hexadecimal.value(of: $0) != nil }
            guard isEscape || allowed.contains(byte) else {
                throw Mistake(
                    .invalidURL, at: path.column(at: index),
                    "\(Excerpt.quoted(word.string)) has a character that no URL has; write it percent-encoded, as %20 for a blank."
                )
            }
        }
    }

    private static func schemeMissing(_ word: SourceText) -> Mistake {
        let shown = Excerpt.quoted(word.string)
        if !word.bytes.isEmpty,
            word.bytes.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "-") })
        {
            return Mistake(
                .invalidURL, at: word.column,
                "\(shown) is not a URL; write several statuses without blanks: status=200,401.")
        }
        let example = Excerpt.of(word.string, limit: 60)
        return Mistake(
            .invalidURL, at: word.column, "\(shown) lacks its scheme; write http://\(example) or https://\(example).")
    }

    /// What ends the authority.
    private static let delimiters = Set("/?#".utf8)
    /// Unreserved characters, sub-delimiters, and those that paths and queries have beside them.
    private static let allowed = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?".utf8)
}
