import Testing

@testable import KubernetesClient

@Suite("ServerAddress")
struct ServerAddressTests {
    @Test(
        "taken apart, and put together again with its port",
        arguments: [
            ("https://10.0.0.1:6443", "https://10.0.0.1:6443"),
            ("https://api.example.com", "https://api.example.com:443"),
            ("http://localhost/", "http://localhost:80"), ("https://[fd00::1]", "https://[fd00::1]:443"),
            ("https://[::1]:6443/a/b//", "https://[::1]:6443/a/b"),
        ])
    func accepts(url: String, expected: String) throws {
        #expect(try ServerAddress(url: url).description == expected)
    }

    @Test(
        "refused",
        arguments: [
            "", "10.0.0.1:6443", "ftp://a", "https://", "https:///path", "https://a:0", "https://a:65536",
            "https://a:x",
            "https://a:", "https://user@a", "https://a?b", "https://a#b", "https://a b", "https://a\r\nX: y",
            "https://[fd00::1", "https://fd00::1", "https://[fd00::1]x", "https://[a]", "https://ä",
            "https://a:99999999999999999999",
        ])
    func refuses(url: String) {
        #expect(throws: KubernetesError.self) { try ServerAddress(url: url) }
    }
}

@Suite("YAMLValue")
struct YAMLValueTests {
    @Test("aliases are followed, but can neither loop nor blow up")
    func aliases() throws {
        let shared = try YAMLValue.read(Array("a: &x {b: c}\nd: *x".utf8))
        #expect(shared?["d"]?["b"] == .scalar("c", isPlain: true))
        #expect(throws: KubernetesError.self) { try YAMLValue.read(Array("a: &x [*x]".utf8)) }
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        for level in 1..<9 {
            bomb +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",") + "]\n"
        }
        #expect(throws: KubernetesError.self) { try YAMLValue.read(Array(bomb.utf8)) }
        let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
        #expect(throws: KubernetesError.self) { try YAMLValue.read(Array(deep.utf8)) }
    }

    @Test("null is absent, \"null\" is a text, and JSON is YAML")
    func scalars() throws {
        let value = try YAMLValue.read(Array(#"{"a": null, "b": "null", "c": ""}"#.utf8))
        #expect(value?["a"] == nil && value?["b"] == .scalar("null", isPlain: false))
        #expect(value?["c"] == .scalar("", isPlain: false))
        #expect(try YAMLValue.read([]) == nil)
        #expect(throws: KubernetesError.self) { try YAMLValue.read([0xFF, 0xFE, 0x00]) }
    }
}
