import HTTPClient
import Testing

@Suite struct HTTPSURLTests {
    @Test(
        arguments: [
            ("https://k8s-wait.k8s-wait.svc:9843", "k8s-wait.k8s-wait.svc", 9843, "", "k8s-wait.k8s-wait.svc:9843"),
            ("https://host", "host", 443, "", "host"),
            ("HTTPS://Host/", "host", 443, "", "host"),
            ("https://host:443/a/b/", "host", 443, "/a/b", "host"),
            ("https://10.0.0.1:1/", "10.0.0.1", 1, "", "10.0.0.1:1"),
            ("https://[::1]", "::1", 443, "", "[::1]"),
            ("https://[2001:db8::1]:65535/x", "2001:db8::1", 65535, "/x", "[2001:db8::1]:65535"),
        ] as [(String, String, UInt16, String, String)])
    func reads(_ text: String, _ host: String, _ port: UInt16, _ path: String, _ authority: String) throws {
        let url = try HTTPSURL(text)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.basePath == path)
        #expect(url.authority == authority)
        #expect(try HTTPSURL(url.description) == url)
    }

    @Test(arguments: [
        "", "https://", "http://host", "host:9843", "https:/host", "https:///x", "https://:443", "https://user@host",
        "https://host:0", "https://host:65536", "https://host:", "https://host:+1", "https://host:1x", "https://ho st",
        "https://host?query", "https://host/#fragment", "https://host/?q", "https://::1", "https://[::1", "https://[]",
        "https://[::1]x", "https://[127.0.0.1]", "https://hôte", "https://host\u{0}", "https://host/a b",
        "https://[fe80::1%25eth0]",
    ])
    func refuses(_ text: String) {
        #expect { try HTTPSURL(text) } throws: { ($0 as? HTTPClientError)?.code == .badURL }
    }
}
