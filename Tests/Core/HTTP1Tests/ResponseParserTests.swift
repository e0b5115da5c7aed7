import HTTP1
import Testing

@Suite struct ResponseParserTests {
    @Test(
        arguments: [
            ("length", "200 OK\r\nContent-Length: 5\r\n", 200, .length(5), true),
            ("chunked", "200 OK\r\nTransfer-Encoding: chunked\r\n", 200, .chunked, true),
            ("until close", "200 OK\r\n", 200, .untilClose, false),
            ("no reason", "403 \r\nContent-Length: 0\r\n", 403, .length(0), true),
            ("no reason and no blank", "403\r\nContent-Length: 0\r\n", 403, .length(0), true),
            ("no content", "204 No Content\r\n", 204, .none, true),
            ("continue", "100 Continue\r\n", 100, .none, true),
            ("not modified with a length", "304 Not Modified\r\nContent-Length: 9\r\n", 304, .none, true),
            ("close", "200 OK\r\nContent-Length: 5\r\nConnection: close\r\n", 200, .length(5), false),
        ] as [(String, String, Int, BodyFraming, Bool)])
    func reads(_ name: String, _ rest: String, _ status: Int, _ framing: BodyFraming, _ keepsAlive: Bool) throws {
        let bytes = Array("HTTP/1.1 \(rest)\r\nbody".utf8)
        for cut in 0...bytes.count {
            var parser = ResponseParser()
            if let early = try parser.parse(Array(bytes[..<cut]).span) {
                #expect(early.head.status == status)
                continue
            }
            let (head, consumed) = try #require(try parser.parse(bytes.span))
            #expect(head.status == status)
            #expect(head.framing == framing)
            #expect(head.keepsAlive == keepsAlive)
            #expect(consumed == bytes.count - 4)
        }
    }

    @Test(arguments: [
        ("another protocol", "SSH-2.0-OpenSSH_9.2\r\n"), ("HTTP/2", "HTTP/2.0 200 OK\r\n\r\n"),
        ("two digits", "HTTP/1.1 20 OK\r\n\r\n"), ("four digits", "HTTP/1.1 2000 OK\r\n\r\n"),
        ("letters", "HTTP/1.1 2x0 OK\r\n\r\n"), ("below 100", "HTTP/1.1 099 OK\r\n\r\n"),
        ("bare LF", "HTTP/1.1 200 OK\nContent-Length: 1\n\n"), ("empty line", "\r\n\r\n"),
        ("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n"),
        ("length and chunked", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
        ("unknown coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n"),
        ("endless status line", "HTTP/1.1 200 " + String(repeating: "a", count: 9000)),
        ("endless head", "HTTP/1.1 200 OK\r\nX: " + String(repeating: "a", count: 17000)),
    ])
    func refuses(_ name: String, _ text: String) {
        #expect(throws: HTTP1Error.self, "\(name)") {
            var parser = ResponseParser()
            _ = try parser.parse(Array(text.utf8).span)
        }
    }

    @Test func headHasNoBody() throws {
        var parser = ResponseParser(answersHead: true)
        let bytes = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n".utf8)
        #expect(try #require(try parser.parse(bytes.span)).head.framing == .none)
    }

    @Test func closeEndsOnlyABodyThatMayEndThere() throws {
        var body: [UInt8] = []
        var open = BodyDecoder(.untilClose, limit: 10)
        #expect(try open.decode(Array("abc".utf8).span, into: &body) == 3)
        #expect(!open.isComplete)
        try open.close()
        #expect(open.isComplete)
        #expect(body == Array("abc".utf8))
        for framing in [BodyFraming.length(4), .chunked] {
            var cut = BodyDecoder(framing, limit: 10)
            _ = try cut.decode(Array("3\r\n".utf8).span, into: &body)
            #expect(throws: HTTP1Error.self) { try cut.close() }
        }
    }
}
