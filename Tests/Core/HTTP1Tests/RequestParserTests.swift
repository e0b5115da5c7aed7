import HTTP1
import Testing

/// What becomes of one request, in a form that two runs can be compared by.
private struct Outcome: Equatable {
    var heads: [String] = []
    var bodies: [String] = []
    var error: HTTP1Error?
}

/// Runs bytes through parser and decoder as a server does, fed in the given pieces.
private func run(_ pieces: [[UInt8]], limits: HTTP1Limits = HTTP1Limits()) -> Outcome {
    var outcome = Outcome()
    var parser = RequestParser(limits: limits)
    var buffer: [UInt8] = []
    var decoder: BodyDecoder?
    var body: [UInt8] = []
    do throws(HTTP1Error) {
        for piece in pieces {
            buffer += piece
            while true {
                if decoder == nil {
                    guard let (head, consumed) = try parser.parse(buffer.span) else { break }
                    buffer.removeFirst(consumed)
                    outcome.heads.append(
                        "\(head.method)|\(head.target)|\(head.path)|\(head.query ?? "-")|\(head.minorVersion)|"
                            + "\(head.framing)|\(head.keepsAlive)|\(head.expectsContinue)|\(head.headers.pairs)")
                    decoder = BodyDecoder(head.framing, limit: 1000)
                }
                let used = try decoder?.decode(buffer.span, into: &body) ?? 0
                buffer.removeFirst(used)
                guard decoder?.isComplete == true else { break }
                outcome.bodies.append(String(decoding: body, as: UTF8.self))
                (decoder, body) = (nil, [])
            }
        }
    } catch {
        outcome.error = error
    }
    return outcome
}

/// A request, and what must become of it.
struct RequestCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    let status: Int?

    /// `status` nil: it must be accepted.
    init(_ name: String, _ text: String, _ status: Int? = 400) {
        testDescription = name
        self.text = text
        self.status = status
    }

    /// A request line and fields, to which what every request needs is added.
    static func fields(
        _ name: String, _ fields: String, _ status: Int? = 400, end: String = "\r\n\r\n"
    ) -> RequestCase {
        RequestCase(name, "POST /mutate HTTP/1.1\r\nHost: x\r\n\(fields)\(end)", status)
    }
}

@Suite struct RequestParserTests {
    static let refused: [RequestCase] = [
        .fields("length and chunked", "Content-Length: 5\r\nTransfer-Encoding: chunked"),
        .fields("chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 5"),
        .fields("two lengths", "Content-Length: 5\r\nContent-Length: 6"),
        .fields("two equal lengths", "Content-Length: 5\r\nContent-Length: 5"),
        .fields("two lengths, other case", "Content-Length: 5\r\ncontent-LENGTH: 5"),
        .fields("list of lengths", "Content-Length: 5, 5"),
        .fields("length with plus", "Content-Length: +5"),
        .fields("negative length", "Content-Length: -5"),
        .fields("two numbers", "Content-Length:  5 6"),
        .fields("empty length", "Content-Length:"),
        .fields("hexadecimal length", "Content-Length: 0x5"),
        .fields("length with a point", "Content-Length: 5.0"),
        .fields("length of 2^63", "Content-Length: 9223372036854775808"),
        .fields("length of 30 digits", "Content-Length: 100000000000000000000000000005"),
        .fields("quoted length", "Content-Length: \"5\""),
        .fields("folded line", "X-A: b\r\n c"),
        .fields("folded line by tab", "X-A: b\r\n\tc"),
        RequestCase("blank before the first field", "GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
        .fields("bare CR in a value", "X-A: b\rc"),
        .fields("bare CR before CRLF", "X-A: b\r\r\n"),
        .fields("bare LF in a value", "X-A: b\nX-B: c"),
        RequestCase("bare LF after the request line", "GET / HTTP/1.1\nHost: x\r\n\r\n"),
        RequestCase("bare LFs only", "GET / HTTP/1.1\nHost: x\n\n"),
        .fields("blank before the colon", "Content-Length : 5"),
        .fields("tab before the colon", "Transfer-Encoding\t: chunked"),
        .fields("empty name", ": b"),
        .fields("no colon", "nonsense"),
        .fields("NUL in a value", "X-A: b\0c"),
        .fields("NUL in a name", "X\0A: b"),
        .fields("DEL in a value", "X-A: \u{7F}"),
        .fields("non-ASCII name", "X-Ä: b"),
        .fields("brackets in a name", "X(A): b"),
        .fields("TE gzip alone", "Transfer-Encoding: gzip"),
        .fields("TE identity", "Transfer-Encoding: identity"),
        .fields("TE empty", "Transfer-Encoding:"),
        .fields("TE chunked twice", "Transfer-Encoding: chunked, chunked"),
        .fields("TE chunked twice in two fields", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
        .fields("TE chunked not last", "Transfer-Encoding: chunked, gzip"),
        .fields("TE chunked, then identity", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
        .fields("TE with an empty element", "Transfer-Encoding: , chunked"),
        .fields("TE xchunked", "Transfer-Encoding: xchunked"),
        .fields("TE with a parameter", "Transfer-Encoding: chunked;q=1"),
        .fields("TE with vertical tab", "Transfer-Encoding: \u{B}chunked"),
        .fields("TE gzip, chunked", "Transfer-Encoding: gzip, chunked", 501),
        .fields("TE gzip and chunked in two fields", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", 501),
        RequestCase("HTTP/1.0 with TE", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
        RequestCase("HTTP/2.0", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
        RequestCase("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        RequestCase("HTTP/0.9 named", "GET / HTTP/0.9\r\n\r\n", 505),
        RequestCase("HTTP/0.9", "GET /\r\n"),
        RequestCase("small http", "GET / http/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("long version", "GET / HTTP/1.10\r\nHost: x\r\n\r\n"),
        RequestCase("blank after the version", "GET / HTTP/1.1 \r\nHost: x\r\n\r\n"),
        RequestCase("two blanks", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("blank in the target", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("tab instead of blank", "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("blank before the method", " GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("method with a colon", "GE:T / HTTP/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("TLS to a plain port", "\u{16}\u{3}\u{1}\u{2}\0\u{1}"),
        RequestCase("non-ASCII target", "GET /ä HTTP/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("fragment", "GET /#a HTTP/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("relative target", "GET mutate HTTP/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("URL of another scheme", "GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("URL without a host", "GET http:///mutate HTTP/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("URL with user", "GET http://a@x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("asterisk with GET", "GET * HTTP/1.1\r\nHost: x\r\n\r\n"),
        RequestCase("no Host", "GET / HTTP/1.1\r\n\r\n"),
        RequestCase("two Hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"),
        RequestCase("two Hosts in 1.0", "GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n"),
        RequestCase("Host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"),
        RequestCase("Host with a blank", "GET / HTTP/1.1\r\nHost: x y\r\n\r\n"),
        RequestCase("list of Hosts", "GET / HTTP/1.1\r\nHost: x,y\r\n\r\n"),
        .fields("unknown expectation", "Expect: 200-ok", 417),
        RequestCase("target of 300 bytes", "GET /\(String(repeating: "a", count: 300)) HTTP/1.1\r\n\r\n", 414),
        RequestCase("endless method", String(repeating: "A", count: 300), 414),
        .fields("field of 600 bytes", "X-A: \(String(repeating: "a", count: 600))", 431),
        .fields("11 fields", (1...10).map { "X-\($0): a" }.joined(separator: "\r\n"), 431),
        .fields("chunk size not a number", "Transfer-Encoding: chunked\r\n\r\nx\r\n"),
        .fields("chunk size empty", "Transfer-Encoding: chunked\r\n\r\n\r\n"),
        .fields("chunk size negative", "Transfer-Encoding: chunked\r\n\r\n-1\r\n"),
        .fields("chunk size 0x", "Transfer-Encoding: chunked\r\n\r\n0x5\r\nabcde\r\n"),
        .fields("chunk size with plus", "Transfer-Encoding: chunked\r\n\r\n+5\r\nabcde\r\n"),
        .fields("chunk size of 2^64", "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n"),
        .fields("chunk size of 2^63", "Transfer-Encoding: chunked\r\n\r\n8000000000000000\r\n"),
        .fields("chunk size of 2^62", "Transfer-Encoding: chunked\r\n\r\n4000000000000000\r\n", 413),
        .fields("chunk size then blank", "Transfer-Encoding: chunked\r\n\r\n5 \r\nabcde\r\n0\r\n\r\n"),
        .fields("chunk size then LF", "Transfer-Encoding: chunked\r\n\r\n5\nabcde\r\n0\r\n\r\n"),
        .fields("chunk size then CR", "Transfer-Encoding: chunked\r\n\r\n5\rabcde\r\n0\r\n\r\n"),
        .fields("LF in an extension", "Transfer-Encoding: chunked\r\n\r\n5;a\nabcde\r\n0\r\n\r\n"),
        .fields("no CRLF after a chunk", "Transfer-Encoding: chunked\r\n\r\n5\r\nabcdef\r\n"),
        .fields("LF after a chunk", "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\n0\r\n\r\n"),
        .fields("CR CR after a chunk", "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\r\n0\r\n\r\n"),
        .fields("LF after the last chunk", "Transfer-Encoding: chunked\r\n\r\n0\r\n\n"),
        .fields("trailer without a colon", "Transfer-Encoding: chunked\r\n\r\n0\r\nabc\r\n\r\n"),
        .fields("folded trailer", "Transfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n c\r\n\r\n"),
        .fields("chunks over the limit", "Transfer-Encoding: chunked\r\n\r\n3e9\r\n", 413),
        .fields("length over the limit", "Content-Length: 1001", 413),
        .fields(
            "extension of 2000 bytes",
            "Transfer-Encoding: chunked\r\n\r\n1;\(String(repeating: "a", count: 2000))\r\na\r\n0\r\n\r\n"),
        .fields(
            "trailer of 20000 bytes",
            "Transfer-Encoding: chunked\r\n\r\n0\r\nA: \(String(repeating: "a", count: 20000))\r\n\r\n", 431),
    ]

    static let accepted: [RequestCase] = [
        RequestCase("plain GET", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", nil),
        RequestCase("empty line first", "\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", nil),
        RequestCase("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", nil),
        RequestCase("IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:9843\r\n\r\n", nil),
        RequestCase("1.0 without Host", "GET / HTTP/1.0\r\n\r\n", nil),
        RequestCase("1.2 is read as 1.1", "GET / HTTP/1.2\r\nHost: x\r\n\r\n", nil),
        RequestCase("query", "GET /v1/status?namespace=a&pod=b?c HTTP/1.1\r\nHost: x\r\n\r\n", nil),
        RequestCase("absolute form", "GET http://x:80/a?b HTTP/1.1\r\nHost: x\r\n\r\n", nil),
        RequestCase("absolute form without a path", "GET HTTPS://x?b HTTP/1.1\r\nHost: x\r\n\r\n", nil),
        RequestCase("CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", nil),
        RequestCase("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", nil),
        .fields("length", "Content-Length: 5\r\n\r\nabcde", nil, end: ""),
        .fields("length 0", "Content-Length: 0", nil),
        .fields("length with zeros", "Content-Length: 00000000000000000000000000005\r\n\r\nabcde", nil, end: ""),
        .fields("chunks", "Transfer-Encoding: Chunked\r\n\r\n5\r\nabcde\r\nA\r\n0123456789\r\n0\r\n", nil),
        .fields("chunk extensions", "Transfer-Encoding: chunked\r\n\r\n5 ; a=\"b;\" ;c\r\nabcde\r\n000;x\r\n", nil),
        .fields("trailers", "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nA: b\r\nContent-Length: 7\r\n", nil),
        .fields("no body", "Connection: foo, Close", nil),
        .fields("value with tabs and Latin 1", "X-A: \t a\tb \u{E4} \t", nil),
        .fields("expectation", "Expect: 100-Continue\r\nContent-Length: 2\r\n\r\nab", nil, end: ""),
        .fields(
            "pipelined",
            "Content-Length: 2\r\n\r\nabGET /two HTTP/1.1\r\nHost: x\r\n\r\n"
                + "POST /three HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", nil),
    ]

    static let limits = HTTP1Limits(startLineBytes: 200, headBytes: 500, fieldCount: 10)

    @Test(arguments: refused) func refuses(_ item: RequestCase) throws {
        let outcome = run([Array(item.text.utf8)], limits: Self.limits)
        #expect(try #require(outcome.error).status == item.status)
        #expect(!outcome.bodies.contains { !$0.isEmpty })
    }

    @Test(arguments: accepted) func accepts(_ item: RequestCase) {
        let outcome = run([Array(item.text.utf8)], limits: Self.limits)
        #expect(outcome.error == nil)
        #expect(!outcome.heads.isEmpty)
        #expect(outcome.heads.count == outcome.bodies.count)
    }

    /// Wherever the input is cut, and also byte by byte, the result is the same.
    @Test(arguments: refused + accepted) func anySplitGivesTheSame(_ item: RequestCase) {
        let bytes = Array(item.text.utf8)
        let whole = run([bytes], limits: Self.limits)
        #expect(run(bytes.map { [$0] }, limits: Self.limits) == whole)
        for cut in bytes.indices where cut < 1500 {
            #expect(run([Array(bytes[..<cut]), Array(bytes[cut...])], limits: Self.limits) == whole, "cut at \(cut)")
        }
    }

    @Test func readsTheHead() throws {
        let text =
            "POST /mutate?timeout=5s HTTP/1.1\r\nHost: a.b:8443\r\nAccept: x\r\nX-N:  v 1 \r\naccept: y\r\n"
            + "Content-Type: application/json\r\nConnection: a , keep-alive\r\nContent-Length: 12\r\n\r\n"
        var parser = RequestParser()
        let bytes = Array((text + "{").utf8)
        let (head, consumed) = try #require(try parser.parse(bytes.span))
        #expect(consumed == text.utf8.count)
        #expect(head.method == "POST")
        #expect(head.target == "/mutate?timeout=5s")
        #expect(head.path == "/mutate")
        #expect(head.query == "timeout=5s")
        #expect(head.minorVersion == 1)
        #expect(head.framing == .length(12))
        #expect(head.keepsAlive)
        #expect(!head.expectsContinue)
        #expect(head.headers.first("X-n") == "v 1")
        #expect(head.headers.first("absent") == nil)
        #expect(head.headers.all("Accept") == ["x", "y"])
        #expect(head.headers.pairs.count == 7)
    }

    @Test(arguments: [
        ("1.1", "HTTP/1.1\r\nHost: x\r\n", true), ("1.1 close", "HTTP/1.1\r\nHost: x\r\nConnection: close\r\n", false),
        ("1.0", "HTTP/1.0\r\n", false), ("1.0 keep-alive", "HTTP/1.0\r\nConnection: keep-alive\r\n", true),
        ("both", "HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\nConnection: close\r\n", false),
    ])
    func keepsTheConnection(_ name: String, _ rest: String, _ expected: Bool) throws {
        var parser = RequestParser()
        let (head, _) = try #require(try parser.parse(Array("GET / \(rest)\r\n".utf8).span))
        #expect(head.keepsAlive == expected, "\(name)")
    }

    @Test(
        arguments: [
            ("GET / HTTP/1.1", "/", nil), ("GET /?a HTTP/1.1", "/", "a"), ("GET http://h HTTP/1.1", "/", nil),
            ("GET http://h?q HTTP/1.1", "/", "q"), ("GET https://h:1/p/?q?r HTTP/1.1", "/p/", "q?r"),
            ("OPTIONS * HTTP/1.1", "*", nil), ("CONNECT h:1 HTTP/1.1", "", nil),
        ] as [(String, String, String?)])
    func splitsTheTarget(_ line: String, _ path: String, _ query: String?) throws {
        var parser = RequestParser()
        let (head, _) = try #require(try parser.parse(Array("\(line)\r\nHost: h\r\n\r\n".utf8).span))
        #expect(head.path == path)
        #expect(head.query == query)
    }

    @Test func tokenBytesAreThoseOfTheRFC() {
        let tokens = Set("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        for byte in UInt8.min...UInt8.max where byte != 0x3A {
            var parser = RequestParser()
            let bytes = Array("GET / HTTP/1.1\r\nHost: x\r\nA".utf8) + [byte] + Array("B: c\r\n\r\n".utf8)
            let parsed = try? parser.parse(bytes.span)
            #expect((parsed != nil) == tokens.contains(byte), "byte \(byte)")
        }
    }
}
