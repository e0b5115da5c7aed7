import Dependencies
import Glibc
import HTTP1
import HTTPClient
import HTTPServer
import Posix
import ServerTestKit
import TLS
import Testing

@testable import WaitClient

/// Each kind of probe against real sockets, names and files.
@Suite struct ProbeAttemptTests {
    private static let none = SystemAuthorities([])

    private static func perform(_ attempt: Probe.Attempt, _ system: SystemAuthorities = none) -> ProbeAnswer {
        attempt.perform(until: .now().adding(.seconds(120)), system)
    }

    private static func listener() throws -> Descriptor {
        try Descriptor.listening(on: try SocketAddress.parseListen("127.0.0.1:0"))
    }

    // MARK: TCP

    @Test(arguments: ["127.0.0.1", "localhost"]) func connects(_ host: String) throws {
        let listener = try Self.listener()
        let port = try listener.localAddress().port
        let answer = Self.perform(.connect(host: host, port: port))
        #expect(answer.isReady)
        #expect(answer.text == "accepts connections at 127.0.0.1:\(port)")
        _ = listener.rawValue
    }

    @Test func isRefused() throws {
        let closed = try HeldPort()
        let answer = Self.perform(.connect(host: "127.0.0.1", port: closed.address.port))
        #expect(answer == .waiting("NotConnected", "Connection refused"))
    }

    /// A listener whose queue is full swallows what comes, as a firewall does.
    @Test func getsNoAnswer() throws {
        let listener = try Descriptor.listening(on: try SocketAddress.parseListen("127.0.0.1:0"), backlog: 0)
        let address = try listener.localAddress()
        let first = try Descriptor.connecting(to: address)
        let second = try Descriptor.connecting(to: address)
        let answer = Probe.Attempt.connect(host: "127.0.0.1", port: address.port)
            .perform(until: .now().adding(.milliseconds(50)), Self.none)
        #expect(answer == .waiting("NotConnected", "does not answer"))
        _ = (first.rawValue, second.rawValue, listener.rawValue)
    }

    @Test func oneAddressThatAcceptsIsEnough() throws {
        let listener = try Self.listener()
        let closed = try HeldPort()
        let open = try listener.localAddress()
        let answer = ConnectingSocket.race(to: [closed.address, open], until: .now().adding(.seconds(120)))
        #expect(answer.isReady)
        #expect(!ConnectingSocket.race(to: [], until: .now()).isReady)
        _ = listener.rawValue
    }

    // MARK: Names

    @Test func resolves() {
        #expect(Self.perform(.resolve("localhost")).isReady)
        #expect(Self.perform(.resolve("127.0.0.1")).isReady)
    }

    @Test(
        arguments: [
            Probe.Attempt.resolve("no-such-host.invalid"), .connect(host: "no-such-host.invalid", port: 1),
        ])
    func doesNotResolve(_ attempt: Probe.Attempt) {
        let answer = Self.perform(attempt)
        #expect(answer.reason == "NotResolved")
        #expect(!answer.isReady)
    }

    // MARK: Files

    @Test func reads() throws {
        let file = try TemporaryFile()
        #expect(Self.perform(.read(file.path)) == .ready("Readable", "is there and readable"))
        #expect(Self.perform(.read(file.path + "x")) == .waiting("NotFound", "does not exist"))
        #expect(Self.perform(.read(file.path + "/x")) == .waiting("NotFound", "does not exist"))
        #expect(Self.perform(.read("/")).isReady)
    }

    @Test(.enabled(if: geteuid() != 0)) func mayNotRead() throws {
        let file = try TemporaryFile()
        chmod(file.path, 0)
        #expect(Self.perform(.read(file.path)) == .waiting("NotReadable", "Permission denied"))
    }

    // MARK: HTTP

    private static func request(
        _ url: String, _ statuses: StatusCodes = .successful, ca: String? = nil, isInsecure: Bool = false,
        system: SystemAuthorities = none
    ) throws -> ProbeAnswer {
        perform(.request(try HTTPURL(url), statuses: statuses, authorities: ca, isInsecure: isInsecure), system)
    }

    @Test(
        arguments: [
            ("/200", StatusCodes.successful, ProbeAnswer.ready("Answered", "answers with status 200")),
            ("/204", .successful, .ready("Answered", "answers with status 204")),
            ("/503", .successful, .waiting("UnexpectedStatus", "answers with status 503, not 200-299")),
            (
                "/302", .successful,
                .waiting("UnexpectedStatus", "answers with status 302, not 200-299; redirects are not followed")
            ),
            ("/302", StatusCodes([302...302]), .ready("Answered", "answers with status 302")),
            ("/401", StatusCodes([200...299, 401...401]), .ready("Answered", "answers with status 401")),
            ("/200", StatusCodes([204...204]), .waiting("UnexpectedStatus", "answers with status 200, not 204")),
        ])
    func asks(_ target: String, _ statuses: StatusCodes, _ expected: ProbeAnswer) async throws {
        try await TestServer.run(.plain, handler: StatusHandler()) { server in
            let answer = try Self.request("http://\(server.address)\(target)?a=b", statuses)
            #expect(answer == expected)
        }
    }

    @Test func proxiesAreNotAsked() async {
        // In a process of its own, since the environment is the whole process's.
        await #expect(processExitsWith: .success) {
            setenv("http_proxy", "http://127.0.0.1:1", 1)
            try await TestServer.run(.plain, handler: StatusHandler()) { server in
                let answer = try Self.request("http://\(server.address)/200")
                #expect(answer.isReady)
            }
        }
    }

    @Test func verifiesAnHTTPSServer() async throws {
        try await TestServer.run(.tls, handler: StatusHandler()) { server in
            let url = "https://localhost:\(server.address.port)/200"
            let authority = try TemporaryFile(try #require(server.identity).authority)
            let stranger = try TemporaryFile(try TestIdentity().authority)
            #expect(try Self.request(url, ca: authority.path).isReady)
            #expect(try Self.request(url, isInsecure: true).isReady)
            #expect(try Self.request(url, system: SystemAuthorities(["/nowhere", authority.path])).isReady)
            #expect(try Self.request(url).reason == "NoAuthorities")
            #expect(try Self.request(url, ca: "/nowhere").reason == "NoAuthorities")
            let answer = try Self.request(url, ca: stranger.path)
            #expect(answer.text.contains("is not accepted"))
            #expect(try !Self.request(url, system: SystemAuthorities([stranger.path])).isReady)
            // The certificate is for localhost and its addresses, not for this name of the same host.
            #expect(try !Self.request("https://127.0.0.2:\(server.address.port)/200", ca: authority.path).isReady)
        }
    }

    /// The first swallows what comes: it costs its part of the time, not all of it.
    @Test func triesTheNextAddressInTime() async throws {
        try await TestServer.run(.plain, handler: StatusHandler()) { server in
            let port = server.address.port
            let mute = try Descriptor.listening(on: try SocketAddress.parseListen("127.0.0.2:\(port)"), backlog: 0)
            let address = try mute.localAddress()
            let fillers = [try Filler(address), try Filler(address)]
            // A machine may stand still for as long as is left after the first: once more with more time.
            var answer: ProbeAnswer?
            for seconds in [4, 20, 120] where answer?.isReady != true {
                answer = Probe.Attempt.request(
                    try HTTPURL("http://localhost:\(port)/200"), at: [address, server.address], nil, .successful,
                    until: .now().adding(.seconds(seconds)))
            }
            #expect(answer == .ready("Answered", "answers with status 200"))
            _ = (fillers.count, mute.rawValue)
        }
    }

    @Test(arguments: ["no answer", "half an answer"]) func anAnswerThatIsNone(_ name: String) throws {
        let steps: [ScriptedServer.Step] = name == "no answer" ? [] : [.send("HTTP/1.1 200")]
        let server = try ScriptedServer.start([.answer(steps)])
        let answer = try Self.request("https://\(server.address)/", isInsecure: true)
        #expect(answer.reason == "NoAnswer")
        #expect(!answer.isReady)
    }

    @Test func clearTextIsNoTLS() async throws {
        try await TestServer.run(.tls, handler: StatusHandler()) { server in
            let answer = try Self.request("http://\(server.address)/200")
            #expect(!answer.isReady)
        }
        try await TestServer.run(.plain, handler: StatusHandler()) { server in
            let answer = try Self.request("https://\(server.address)/200", isInsecure: true)
            #expect(!answer.isReady)
        }
    }
}

/// A connection that takes a place in a listener's queue.
private final class Filler {
    private let descriptor: Descriptor

    init(_ address: SocketAddress) throws(PosixError) { descriptor = try Descriptor.connecting(to: address) }
}

/// Answers `/503?…` with status 503.
private struct StatusHandler: HTTPHandler {
    func admit(_ head: HTTPRequestHead) -> BodyPolicy { .read(limit: 0) }

    func handle(_ request: HTTPRequest, _ responder: consuming Responder) async {
        await responder.respond(status: Int(request.head.path.dropFirst()) ?? 500)
    }
}
