import HTTP1
import Testing

@Suite struct HTTP1SerializerTests {
    @Test(
        arguments: [
            (
                "fixed", .fixed(2), true,
                "HTTP/1.1 200 OK\r\nDate: d\r\nContent-Length: 2\r\nContent-Type: t\r\n\r\n"
            ),
            (
                "chunked, closing", .chunked, false,
                "HTTP/1.1 200 OK\r\nDate: d\r\nTransfer-Encoding: chunked\r\nConnection: close\r\nContent-Type: t\r\n\r\n"
            ),
            ("none", .none, true, "HTTP/1.1 200 OK\r\nDate: d\r\nContent-Type: t\r\n\r\n"),
            (
                "until close", .untilClose, true,
                "HTTP/1.1 200 OK\r\nDate: d\r\nConnection: close\r\nContent-Type: t\r\n\r\n"
            ),
        ] as [(String, HTTP1Serializer.Body, Bool, String)])
    func response(_ name: String, _ body: HTTP1Serializer.Body, _ keepAlive: Bool, _ expected: String) {
        var bytes: [UInt8] = []
        HTTP1Serializer.response(
            status: 200, headers: [("Content-Type", "t")], body: body, keepAlive: keepAlive, date: "d", into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test func aValueCannotEndItsLine() throws {
        var bytes: [UInt8] = []
        HTTP1Serializer.request(
            method: "POST", target: "/a", host: "h", headers: [("X", "a\r\nEvil: b\0")], body: [1, 2], into: &bytes)
        var parser = RequestParser()
        let (head, consumed) = try #require(try parser.parse(bytes.span))
        #expect(head.headers.first("x") == "a  Evil: b")
        #expect(head.headers.first("evil") == nil)
        #expect(head.framing == .length(2))
        #expect(bytes.count - consumed == 2)
    }

    @Test func chunksComeBackWhole() throws {
        var bytes: [UInt8] = []
        let parts = [1, 15, 16, 255, 4096].map { [UInt8](repeating: UInt8($0 & 0x7F), count: $0) }
        for part in parts { HTTP1Serializer.chunk(part, into: &bytes) }
        HTTP1Serializer.chunk([UInt8](), into: &bytes)
        HTTP1Serializer.lastChunk(into: &bytes)
        var decoder = BodyDecoder(.chunked, limit: 10_000)
        var body: [UInt8] = []
        #expect(try decoder.decode(bytes.span, into: &body) == bytes.count)
        #expect(decoder.isComplete)
        #expect(body == Array(parts.joined()))
    }

    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"),
        (Int.max, "Fri, 31 Dec 9999 23:59:59 GMT"), (Int.min, "Thu, 01 Jan 1970 00:00:00 GMT"),
    ])
    func date(_ seconds: Int, _ text: String) {
        #expect(HTTPDate.text(secondsSince1970: seconds) == text)
    }
}
