import CLinux
import Glibc
import HTTP1
import HTTPClient
import Posix
import ServerTestKit
import TLS
import Testing

@Suite struct HTTPClientTests {
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
    private static let request = HTTPClientRequest(
        method: "POST", target: "/v1/wait?a=b", headers: [HTTPClientRequest.Field("Accept", "x/y")],
        body: Array("{}".utf8))
    private static var deadline: MonotonicTime { .now().adding(.seconds(120)) }
    /// The client's own limits are far off, but where they are what a test is about.
    private static let patient = HTTPClientLimits(
        resolution: .seconds(3_600), connection: .seconds(3_600), silence: .seconds(3_600))

    private static func client(
        _ server: ScriptedServer, host: String = "localhost", path: String = "", fallback: [String] = [],
        limits: HTTPClientLimits = patient, interruption: Int32? = nil, pin: [UInt8]? = nil
    ) throws -> HTTPClient {
        HTTPClient(
            url: try HTTPSURL("https://\(host):\(server.address.port)\(path)"),
            fallback: fallback.compactMap { SocketAddress(numericHost: $0, port: server.address.port) },
            context: try TLSClientContext(trust: .pins([pin ?? server.pin])), limits: limits,
            interruption: Interruption(descriptor: interruption))
    }

    // MARK: Answers

    @Test(arguments: ["localhost", "127.0.0.1"]) func asksAndIsAnswered(_ host: String) throws {
        let server = try ScriptedServer.start([.answer([.send(Self.answer)])])
        var client = try Self.client(server, host: host, path: "/base/")
        let response = try client.send(Self.request, until: Self.deadline)
        #expect(response.head.status == 200)
        #expect(String(decoding: response.body, as: UTF8.self) == "hello")
        #expect(
            server.requests == [
                "POST /base/v1/wait?a=b HTTP/1.1\r\nHost: \(host):\(server.address.port)\r\nAccept: x/y\r\n"
                    + "Connection: close\r\nContent-Length: 2\r\n\r\n{}"
            ])
    }

    @Test func anAnswerMayComeByteByByte() throws {
        let text =
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: x\r\n\r\n"
        let server = try ScriptedServer.start([.answer([.drip(text)])])
        var client = try Self.client(server)
        #expect(try client.send(Self.request, until: Self.deadline).body == Array("hello".utf8))
    }

    @Test func anAnswerWithoutALengthEndsWithTheConnection() throws {
        let server = try ScriptedServer.start([.answer([.send("HTTP/1.1 200 OK\r\n\r\nhel"), .send("lo")])])
        var client = try Self.client(server)
        #expect(try client.send(Self.request, until: Self.deadline).body == Array("hello".utf8))
    }

    @Test func anAnswerBeyondTheLimitIsRefused() throws {
        let server = try ScriptedServer.start([.answer([.send(Self.answer)])])
        var client = try Self.client(server, limits: HTTPClientLimits(connection: .seconds(3_600), bodyBytes: 4))
        #expect { try client.send(Self.request, until: Self.deadline) } throws: { Self.code($0) == .badAnswer }
    }

    @Test func aStreamIsReadAsItComes() throws {
        let gate = try EventDescriptor()
        let server = try ScriptedServer.start([
            .answer([
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na\n\r\n"), .call { gate.wait() },
                .send("2\r\nb\n\r\n0\r\n\r\n"),
            ])
        ])
        var client = try Self.client(server)
        var exchange = try client.begin(Self.request)
        var bodies: [String] = []
        var nothing = 0
        loop: while true {
            // The server sends no more before the gate opens, and it opens only once nothing more has come.
            let moment = bodies.count == 1 && nothing == 0 ? MonotonicTime.now() : Self.deadline
            switch try exchange.next(until: moment) {
            case .head(let head): #expect(head.status == 200)
            case .body(let bytes): bodies.append(String(decoding: bytes, as: UTF8.self))
            case .nothingYet:
                nothing += 1
                gate.signal()
            case .end: break loop
            }
        }
        #expect(bodies == ["a\n", "b\n"])
        #expect(nothing == 1)
        // The end stays the end.
        guard case .end = try exchange.next(until: Self.deadline) else {
            Issue.record("something follows the end")
            return
        }
    }

    // MARK: Failures

    @Test(
        arguments: [
            ("nobody listens", [], .connection), ("closed before TLS", [.slammed], .handshake),
            ("plain HTTP", [.plain("HTTP/1.1 400 Bad Request\r\n\r\n")], .handshake),
            ("closed without an answer", [.answer([])], .closed),
            ("half a head", [.answer([.send("HTTP/1.1 200 OK\r\nContent-")])], .closed),
            ("half a body", [.answer([.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello")])], .closed),
            (
                "chunks cut off", [.answer([.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n")])],
                .closed
            ),
            ("no HTTP", [.answer([.send("SSH-2.0-OpenSSH_9.2\r\n")])], .badAnswer),
            ("HTTP/2", [.answer([.send("HTTP/2.0 200 OK\r\n\r\n")])], .badAnswer),
            (
                "bad chunk", [.answer([.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n")])],
                .badAnswer
            ),
        ] as [(String, [ScriptedServer.Connection], HTTPClientError.Code)])
    func fails(_ name: String, _ connections: [ScriptedServer.Connection], _ code: HTTPClientError.Code) throws {
        let server = try ScriptedServer.start(connections)
        let closed = try HeldPort()
        let port = connections.isEmpty ? closed.address.port : server.address.port
        var client = HTTPClient(
            url: try HTTPSURL("https://127.0.0.1:\(port)"), context: try TLSClientContext(trust: .pins([server.pin])),
            limits: Self.patient)
        #expect("\(name)") { try client.send(Self.request, until: Self.deadline) } throws: { Self.code($0) == code }
    }

    @Test(
        arguments: [
            ("before TLS", .mute, .connection), ("before the head", .answer([.hold]), .silence),
            ("in the body", .answer([.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello"), .hold]), .silence),
        ] as [(String, ScriptedServer.Connection, HTTPClientError.Code)])
    func aSilentServerIsLeft(
        _ name: String, _ connection: ScriptedServer.Connection, _ code: HTTPClientError.Code
    ) throws {
        let server = try ScriptedServer.start([connection])
        let connecting: Duration = code == .connection ? .milliseconds(50) : .seconds(3_600)
        var client = try Self.client(
            server, limits: HTTPClientLimits(connection: connecting, silence: .milliseconds(50)))
        #expect("\(name)") { try client.send(Self.request, until: Self.deadline) } throws: { Self.code($0) == code }
    }

    @Test func theDeadlineIsKept() throws {
        let server = try ScriptedServer.start([.answer([.hold])])
        var client = try Self.client(server)
        #expect { try client.send(Self.request, until: .now().adding(.milliseconds(50))) } throws: {
            Self.code($0) == .deadline
        }
    }

    // MARK: Whom to trust

    @Test func anotherAuthorityIsNotTrusted() throws {
        let server = try ScriptedServer.start([.answer([.send(Self.answer)])])
        var client = try Self.client(server, pin: [UInt8](repeating: 7, count: 32))
        #expect { try client.send(Self.request, until: Self.deadline) } throws: { Self.code($0) == .verification }
        #expect(server.requests.isEmpty)
    }

    /// The name in the URL, not the address that was reached, is what the certificate must be for.
    @Test(
        arguments: [
            ("the fallback proves the name", ["127.0.0.2", "localhost"], nil),
            ("the fallback is for its own address only", ["127.0.0.1", "localhost"], .verification),
        ] as [(String, [String], HTTPClientError.Code?)])
    func triesTheFallback(_ name: String, _ certified: [String], _ code: HTTPClientError.Code?) throws {
        let server = try ScriptedServer.start([.answer([.send(Self.answer)])], names: certified)
        // Nothing listens on 127.0.0.2 at that port: the server has bound 127.0.0.1 only.
        var client = try Self.client(server, host: "127.0.0.2", fallback: ["127.0.0.1"])
        let result = Result { try client.send(Self.request, until: Self.deadline) }
        switch (result, code) {
        case (.success(let response), nil): #expect(response.body == Array("hello".utf8))
        case (.failure(let error), let code?): #expect(Self.code(error) == code)
        default: Issue.record("\(name): \(result)")
        }
    }

    @Test func theNextAddressIsTriedWhenTheFirstOneBreaksTheHandshake() throws {
        let server = try ScriptedServer.start([.slammed, .answer([.send(Self.answer)])])
        var client = try Self.client(server, host: "127.0.0.1", fallback: ["127.0.0.1", "::ffff:127.0.0.1"])
        #expect(try client.send(Self.request, until: Self.deadline).head.status == 200)
    }

    // MARK: Interruption

    /// Where the server is when the interruption comes.
    @Test(arguments: ["TLS handshake", "head", "body"]) func isInterruptedAtOnce(_ place: String) throws {
        let event = try EventDescriptor()
        let head: ScriptedServer.Step = .send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello")
        let connections: [String: ScriptedServer.Connection] = [
            "TLS handshake": .mute, "head": .answer([.call { event.signal() }, .hold]),
            "body": .answer([head, .call { event.signal() }, .hold]),
        ]
        let server = try ScriptedServer.start([try #require(connections[place])])
        if place == "TLS handshake" { event.signal() }
        var client = try Self.client(server, interruption: event.rawValue)
        // The limits are far beyond the test's patience: only the interruption can end it.
        #expect { try client.send(Self.request, until: .distantFuture) } throws: { Self.code($0) == .interrupted }
    }

    private static func code(_ error: any Error) -> HTTPClientError.Code? { (error as? HTTPClientError)?.code }
}

/// An eventfd(2): signalled once, readable from then on.
private final class EventDescriptor: Sendable {
    private let descriptor: Descriptor

    init() throws {
        let flags = Int32(EFD_NONBLOCK | EFD_CLOEXEC)
        descriptor = Descriptor(
            owning: Int32(truncatingIfNeeded: try Syscall.require("eventfd") { eventfd(0, flags) }))
    }

    var rawValue: Int32 { descriptor.rawValue }

    func signal() {
        var one: UInt64 = 1
        _ = withUnsafeBytes(of: &one) { descriptor.write($0) }
    }

    func wait() { _ = try? descriptor.wait(for: POLLIN, until: .now().adding(.seconds(60))) }
}
