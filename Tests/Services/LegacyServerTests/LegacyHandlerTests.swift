import Dependencies
import LegacyServer
import Locking
import ServerTestKit
import StatusAPI
import Testing

/// The API of k8s-when-ready's server over real sockets.
@Suite("Legacy port", .timeLimit(.minutes(5)))
struct LegacyHandlerTests {
    /// What the handler asked, and what it is told.
    private final class Judge: Sendable {
        private let asked = Locked([String]())
        private let state: DependencyState
        private let reason: String

        init(_ state: DependencyState, reason: String = "") {
            self.state = state
            self.reason = reason
        }

        var questions: [String] { asked.withLock { $0 } }

        func handler(_ namespaces: String = "shop,my-namespace") throws -> LegacyHandler {
            LegacyHandler(namespaces: try #require(LegacyNamespaces(namespaces))) { dependency in
                self.asked.withLock { $0.append(dependency.description) }
                return DependencyStatus(
                    dependency: dependency.description, state: self.state, reason: self.reason, message: "so it stands")
            }
        }
    }

    private static func get(
        _ target: String, method: String = "GET", from judge: Judge, _ namespaces: String = "shop,my-namespace"
    )
        async throws -> String
    {
        var answer = ""
        try await TestServer.run(.plain, handler: try judge.handler(namespaces)) { server in
            let client = try await server.connect()
            try await client.send("\(method) \(target) HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n")
            answer = try await client.readAnswer()
        }
        return answer
    }

    static let questions: [(target: String, dependency: String)] = [
        ("/service/my-namespace/postgres", "service/my-namespace/postgres min=all uptime=5s"),
        ("/service/shop/postgres?uptime=30", "service/shop/postgres min=all uptime=30s"),
        ("/service/shop/postgres?uptime=0", "service/shop/postgres min=all"),
        ("/service/shop/postgres?uptime=", "service/shop/postgres min=all"),
        ("/service/shop/postgres?x=1&uptime=2.5", "service/shop/postgres min=all uptime=3s"),
        ("/job/shop/migrate", "job/shop/migrate"), ("/job/shop/migrate?uptime=1", "job/shop/migrate uptime=1s"),
        ("/Job/shop/migrate/", "job/shop/migrate"), ("/job/%73hop/mi%67rate", "job/shop/migrate"),
    ]

    @Test("the paths of that server", arguments: questions)
    func asks(_ target: String, _ dependency: String) async throws {
        let judge = Judge(.ready)
        let answer = try await Self.get(target, from: judge)
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.contains("Content-Type: application/json; charset=utf-8\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n{\"running\":true}"))
        #expect(judge.questions == [dependency])
    }

    static let states: [(DependencyState, String, String)] = [
        (.ready, "", #"{"running":true}"#), (.waiting, "NoEndpoints", #"{"running":false}"#),
        (.waiting, "Forbidden", #"{"running":false,"error":"so it stands"}"#),
        (.stalled, "", #"{"running":false,"error":"so it stands"}"#),
        (.failed, "", #"{"running":false,"error":"so it stands"}"#),
        (.unknown, "", #"{"running":false,"error":"so it stands"}"#),
    ]

    @Test("every state", arguments: states)
    func tells(_ state: DependencyState, _ reason: String, _ body: String) async throws {
        let answer = try await Self.get("/job/shop/a", from: Judge(state, reason: reason))
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n" + body))
    }

    @Test(
        "what is asked wrongly is not asked on",
        arguments: [
            "/service/kube-system/kube-dns", "/service/shop/a_b", "/service/shop/a%20exists", "/job/shop/a?uptime=x",
            "/job/shop/a?uptime=-1", "/job/shop/a?uptime=%zz", "/job/shop/a?uptime=99999999999",
        ])
    func refuses(_ target: String) async throws {
        let judge = Judge(.ready)
        let answer = try await Self.get(target, from: judge)
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.contains(#"{"running":false,"error":""#))
        #expect(judge.questions.isEmpty)
    }

    @Test("all namespaces, where that was chosen")
    func everywhere() async throws {
        let judge = Judge(.ready)
        #expect(try await Self.get("/job/anywhere/a", from: judge, "*").hasSuffix(#"{"running":true}"#))
        #expect(judge.questions == ["job/anywhere/a"])
    }

    @Test("other paths", arguments: ["/", "/job", "/job/shop", "/pod/shop/a", "/job/shop/a/b", "/job//a", "/job/%/a"])
    func notFound(_ target: String) async throws {
        #expect(try await Self.get(target, from: Judge(.ready)).hasPrefix("HTTP/1.1 404 "))
    }

    @Test("other methods")
    func methods() async throws {
        #expect(try await Self.get("/job/shop/a", method: "DELETE", from: Judge(.ready)).hasPrefix("HTTP/1.1 405 "))
    }

    @Test(
        "lists of namespaces",
        arguments: [
            ("a", true), ("a, b,", true), ("*", true), ("", false), (",", false), ("a,*", false), ("A", false),
            ("a/b", false),
        ])
    func lists(_ text: String, _ isValid: Bool) {
        #expect((LegacyNamespaces(text) != nil) == isValid)
    }
}
