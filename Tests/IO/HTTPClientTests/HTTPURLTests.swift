import HTTPClient
import Testing

@Suite struct HTTPURLTests {
    @Test(
        arguments: [
            ("http://db", "db", 80, false, "/", "http://db"),
            ("HTTP://DB.Example:8080/Ready?a=b/c", "db.example", 8080, false, "/Ready?a=b/c", "http://db.example:8080"),
            ("https://db/x#part", "db", 443, true, "/x", "https://db"),
            ("https://[::1]:8443?full", "::1", 8443, true, "/?full", "https://[::1]:8443"),
            ("http://db:443/%20//", "db", 443, false, "/%20//", "http://db:443"),
        ] as [(String, String, UInt16, Bool, String, String)])
    func isRead(
        _ text: String, _ host: String, _ port: UInt16, _ isSecure: Bool, _ target: String, _ description: String
    ) throws {
        let url = try HTTPURL(text)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.isSecure == isSecure)
        #expect(url.target == target)
        #expect(url.description == description)
    }

    @Test(arguments: [
        "", "db", "db:80", "ftp://db", "http:/db", "http://", "http:///path", "http://user@db", "http://db:0",
        "http://db:65536", "http://db:8x", "http://[::1", "http://[db]", "http://db/a b", "http://db/\r\nHost: x",
        "http://db/ä", "https://[::1]8443",
    ])
    func isRefused(_ text: String) {
        #expect { try HTTPURL(text) } throws: { ($0 as? HTTPClientError)?.code == .badURL }
    }
}
