import Posix

/// The parts of an `https` URL that a request needs (RFC 3986, section 3).
package struct HTTPSURL: Hashable, Sendable, CustomStringConvertible {
    /// A DNS name in small letters or a numeric address, without brackets: what the server's certificate must be for.
    package let host: String
    /// The port; 443 where the URL has none.
    package let port: UInt16
    /// What stands before every target: empty, or a path without a slash at its end.
    package let basePath: String

    /// Reads `https://host[:port][/path]`; an IPv6 address stands in brackets.
    ///
    /// Throws `badURL` for another scheme, a user, a query, a fragment, or anything that is not a host or a port.
    package init(_ text: String) throws(HTTPClientError) {
        let bytes = Array(text.utf8)
        let scheme = Array("https://".utf8)
        guard bytes.count > scheme.count, zip(bytes, scheme).allSatisfy({ $0 | 0x20 == $1 || $0 == $1 }) else {
            throw Self.error(text, "must begin with https://")
        }
        let rest = bytes[scheme.count...]
        let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        var path = rest[end...]
        guard path.allSatisfy(Self.isPath) else {
            throw Self.error(text, "may have a path but no query, fragment or blanks")
        }
        while path.last == UInt8(ascii: "/") { path.removeLast() }
        basePath = String(decoding: path, as: UTF8.self)
        let authority = rest[..<end]
        let hostEnd = try Self.hostEnd(authority, text)
        host = try Self.host(authority[..<hostEnd], text)
        port = try Self.port(authority[hostEnd...], text)
    }

    /// The host and, unless it is 443, the port, as the Host field has them.
    package var authority: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port == 443 ? name : "\(name):\(port)"
    }

    /// The URL without its path.
    package var description: String { "https://\(authority)\(basePath)" }

    private static func hostEnd(_ authority: ArraySlice<UInt8>, _ text: String) throws(HTTPClientError) -> Int {
        guard authority.first == UInt8(ascii: "[") else {
            return authority.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
        }
        guard let bracket = authority.firstIndex(of: UInt8(ascii: "]")) else {
            throw error(text, "has a [ without a ]")
        }
        return bracket + 1
    }

    private static func host(_ bytes: ArraySlice<UInt8>, _ text: String) throws(HTTPClientError) -> String {
        var name = String(decoding: bytes, as: UTF8.self)
        if bytes.first == UInt8(ascii: "[") {
            name = String(name.dropFirst().dropLast())
            guard let address = SocketAddress(numericHost: name, port: 0), address.isIPv6 else {
                throw error(text, "has no IPv6 address in its brackets")
            }
            return name
        }
        guard !bytes.isEmpty, bytes.count <= 253, bytes.allSatisfy(isName) else {
            throw error(text, "has no valid host name")
        }
        return name.lowercased()
    }

    private static func port(_ bytes: ArraySlice<UInt8>, _ text: String) throws(HTTPClientError) -> UInt16 {
        guard bytes.first == UInt8(ascii: ":") else {
            guard bytes.isEmpty else { throw error(text, "has text between the host and the path") }
            return 443
        }
        let digits = bytes.dropFirst()
        guard digits.allSatisfy({ 0x30...0x39 ~= $0 }), let port = UInt16(String(decoding: digits, as: UTF8.self)),
            port > 0
        else { throw error(text, "must have a port from 1 to 65535 after the colon") }
        return port
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isPath(_ byte: UInt8) -> Bool {
        0x21...0x7E ~= byte && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#") && byte != UInt8(ascii: "\\")
    }

    private static func error(_ text: String, _ reason: String) -> HTTPClientError {
        HTTPClientError(.badURL, "The URL \"\(text.prefix(120))\" \(reason).")
    }
}
