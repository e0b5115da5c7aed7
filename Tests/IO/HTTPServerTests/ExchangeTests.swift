import HTTP1
import Testing

@testable import HTTPServer

/// What is sent for an answer, decided without a socket.
@Suite("Exchange")
struct ExchangeTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        var status = 200
        var isDraining = false
        let sent: String
        let goesOn: Bool
    }

    private static func exchange(_ request: String, mayContinue: Bool = true) throws -> Exchange {
        var parser = RequestParser()
        let bytes = Array(request.utf8)
        return Exchange(try parser.parse(bytes.span)?.head, mayContinue: mayContinue)
    }

    @Test(
        "an answer and what becomes of the connection",
        arguments: [
            Case(
                testDescription: "kept",
                sent: "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n\r\nhi", goesOn: true),
            Case(
                testDescription: "closed by the peer's wish",
                request: "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                sent: "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi", goesOn: false),
            Case(
                testDescription: "closed by the drain", isDraining: true,
                sent: "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi", goesOn: false),
            Case(
                testDescription: "HEAD", request: "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n",
                sent: "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n\r\n", goesOn: true),
            Case(
                testDescription: "no content", status: 204, sent: "HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n",
                goesOn: true),
            Case(
                testDescription: "not modified", status: 304, sent: "HTTP/1.1 304 Not Modified\r\nDate: now\r\n\r\n",
                goesOn: true),
            Case(
                testDescription: "HTTP/1.0", request: "GET / HTTP/1.0\r\n\r\n",
                sent: "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi", goesOn: false),
            Case(
                testDescription: "HTTP/1.0 kept", request: "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                sent: "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi",
                goesOn: true),
            Case(
                testDescription: "no request at all", request: "",
                sent: "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi", goesOn: false),
        ])
    func answer(one: Case) throws {
        var exchange = try Self.exchange(one.request)
        var sent: [UInt8] = []
        let goesOn = exchange.answer(
            status: one.status, headers: [], body: Array("hi".utf8), isDraining: one.isDraining, date: "now",
            into: &sent)
        #expect(String(decoding: sent, as: UTF8.self) == one.sent)
        #expect(goesOn == one.goesOn)
        #expect(exchange.phase == .answering)
    }

    @Test("what is left unread ends the connection")
    func unread() throws {
        var exchange = try Self.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n", mayContinue: false)
        var sent: [UInt8] = []
        #expect(!exchange.answer(status: 404, headers: [], body: [], isDraining: false, date: "now", into: &sent))
    }

    @Test("a value cannot begin a field of its own")
    func injection() throws {
        var exchange = try Self.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        var sent: [UInt8] = []
        _ = exchange.answer(
            status: 200, headers: [("X", "1\r\nSet-Cookie: x")], body: [], isDraining: false, date: "now", into: &sent)
        #expect(!String(decoding: sent, as: UTF8.self).contains("\r\nSet-Cookie"))
    }
}
