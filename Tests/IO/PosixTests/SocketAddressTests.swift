import Posix
import Testing

@Suite("SocketAddress")
struct SocketAddressTests {
    @Test(
        "a listening address prints as it was meant",
        arguments: [
            ("127.0.0.1:8443", "127.0.0.1:8443"), ("0.0.0.0:0", "0.0.0.0:0"), ("[::1]:9090", "[::1]:9090"),
            (":8443", "[::]:8443"), ("*:1", "[::]:1"), ("localhost:65535", "127.0.0.1:65535"),
            ("[2001:db8::7]:443", "[2001:db8::7]:443"),
        ])
    func listen(text: String, printed: String) throws {
        #expect(try SocketAddress.parseListen(text).description == printed)
    }

    @Test(
        "what is no listening address is refused with the text",
        arguments: [
            "", "8443", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "example.com:80", "[::1:80", "a:-1",
        ])
    func refused(text: String) {
        let error = #expect(throws: PosixError.self) { try SocketAddress.parseListen(text) }
        #expect(error?.message.contains("\"\(text)\"") == true)
    }

    @Test("numeric hosts only", arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "::g", "[1.2.3.4"])
    func notNumeric(host: String) {
        #expect(SocketAddress(numericHost: host, port: 1) == nil)
    }

    @Test("an IPv4 address mapped into IPv6 is the IPv4 address")
    func mapped() throws {
        let mapped = try #require(SocketAddress(numericHost: "::ffff:10.1.2.3", port: 80))
        #expect(mapped.unmapped == SocketAddress(numericHost: "10.1.2.3", port: 80))
        let other = try #require(SocketAddress(numericHost: "fd00::1", port: 80))
        #expect(other.unmapped == other)
    }

    @Test("a numeric host resolves to itself and a name of this host to loopback")
    func resolve() throws {
        #expect(try SocketAddress.resolve(host: "::1", port: 5).map(\.description) == ["[::1]:5"])
        let local = try SocketAddress.resolve(host: "localhost", port: 5)
        #expect(local.allSatisfy { ["127.0.0.1", "::1"].contains($0.host) })
        #expect(throws: PosixError.self) { try SocketAddress.resolve(host: "no-such-host.invalid", port: 5) }
    }
}
