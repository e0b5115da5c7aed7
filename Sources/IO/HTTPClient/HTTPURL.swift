/// An `http` or `https` URL to be asked as it stands (RFC 9110, section 4.2).
package struct HTTPURL: Hashable, Sendable, CustomStringConvertible {
    private let authority: URLAuthority
    /// Whether the scheme is https.
    package let isSecure: Bool
    /// Path and query, as the request line has them; a fragment is left out.
    package let target: String

    /// Reads `http[s]://host[:port][/path][?query]`; an IPv6 address stands in brackets.
    ///
    /// Throws `badURL` for another scheme, a user, blanks, or anything that is not a host or a port.
    package init(_ text: String) throws(HTTPClientError) {
        let bytes = Array(text.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            bytes[colon...].starts(with: "://".utf8)
        else { throw URLAuthority.error(text, "must begin with http:// or https://") }
        switch String(decoding: bytes[..<colon], as: UTF8.self).lowercased() {
        case "http": isSecure = false
        case "https": isSecure = true
        default: throw URLAuthority.error(text, "must begin with http:// or https://")
        }
        let rest = bytes[(colon + 3)...]
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        authority = try URLAuthority(rest[..<(end ?? rest.endIndex)], defaultPort: isSecure ? 443 : 80, of: text)
        let place = rest[(end ?? rest.endIndex)...].prefix { $0 != UInt8(ascii: "#") }
        guard place.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw URLAuthority.error(text, "may have no blanks; write %20 and the like")
        }
        let path = String(decoding: place, as: UTF8.self)
        target = path.hasPrefix("/") ? path : "/\(path)"
    }

    /// The host, a DNS name in small letters or a numeric address, without brackets.
    package var host: String { authority.host }
    /// The port; the scheme's own where the URL has none.
    package var port: UInt16 { authority.port }
    /// What the Host field says.
    var hostField: String { authority.text(defaultPort: isSecure ? 443 : 80) }
    /// The URL without its path.
    package var description: String { "\(isSecure ? "https" : "http")://\(hostField)" }
}
