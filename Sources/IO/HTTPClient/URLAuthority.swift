import Posix

/// The host and the port of a URL (RFC 3986, section 3.2).
struct URLAuthority: Hashable, Sendable {
    /// A DNS name in small letters or a numeric address, without brackets.
    let host: String
    /// The port; the scheme's own where the URL has none.
    let port: UInt16

    /// Reads `host[:port]`; an IPv6 address stands in brackets. `text` is the whole URL, for the message.
    ///
    /// Throws `badURL` for a user, or anything that is not a host or a port.
    init(_ bytes: ArraySlice<UInt8>, defaultPort: UInt16, of text: String) throws(HTTPClientError) {
        let end = try Self.hostEnd(bytes, text)
        host = try Self.host(bytes[..<end], text)
        port = try Self.port(bytes[end...], defaultPort, text)
    }

    /// The host and, unless it is `defaultPort`, the port, as the Host field has them.
    func text(defaultPort: UInt16) -> String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port == defaultPort ? name : "\(name):\(port)"
    }

    /// What is said of a URL that cannot be asked.
    static func error(_ text: String, _ reason: String) -> HTTPClientError {
        HTTPClientError(.badURL, "The URL \"\(text.prefix(120))\" \(reason).")
    }

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

    private static func port(
        _ bytes: ArraySlice<UInt8>, _ defaultPort: UInt16, _ text: String
    ) throws(HTTPClientError) -> UInt16 {
        guard bytes.first == UInt8(ascii: ":") else {
            guard bytes.isEmpty else { throw error(text, "has text between the host and the path") }
            return defaultPort
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
}
