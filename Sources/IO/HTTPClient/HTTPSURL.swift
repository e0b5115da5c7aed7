/// The parts of an `https` URL that a request needs (RFC 3986, section 3).
package struct HTTPSURL: Hashable, Sendable, CustomStringConvertible {
    private static let defaultPort: UInt16 = 443

    private let server: URLAuthority
    /// What stands before every target: empty, or a path without a slash at its end.
    package let basePath: String

    /// Reads `https://host[:port][/path]`; an IPv6 address stands in brackets.
    ///
    /// Throws `badURL` for another scheme, a user, a query, a fragment, or anything that is not a host or a port.
    package init(_ text: String) throws(HTTPClientError) {
        let bytes = Array(text.utf8)
        let scheme = Array("https://".utf8)
        guard bytes.count > scheme.count, zip(bytes, scheme).allSatisfy({ $0 | 0x20 == $1 || $0 == $1 }) else {
            throw URLAuthority.error(text, "must begin with https://")
        }
        let rest = bytes[scheme.count...]
        let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        var path = rest[end...]
        guard path.allSatisfy(Self.isPath) else {
            throw URLAuthority.error(text, "may have a path but no query, fragment or blanks")
        }
        while path.last == UInt8(ascii: "/") { path.removeLast() }
        basePath = String(decoding: path, as: UTF8.self)
        server = try URLAuthority(rest[..<end], defaultPort: Self.defaultPort, of: text)
    }

    /// The host and, unless it is 443, the port, as the Host field has them.
    package var authority: String { server.text(defaultPort: Self.defaultPort) }
    /// A DNS name in small letters or a numeric address, without brackets: what the server's certificate must be for.
    package var host: String { server.host }
    /// The port; 443 where the URL has none.
    package var port: UInt16 { server.port }

    /// The URL without its path.
    package var description: String { "https://\(authority)\(basePath)" }

    private static func isPath(_ byte: UInt8) -> Bool {
        0x21...0x7E ~= byte && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#") && byte != UInt8(ascii: "\\")
    }
}
