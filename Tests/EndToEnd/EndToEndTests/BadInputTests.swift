import Glibc
import KubernetesTestKit
import ServerTestKit
import Testing

/// What strangers send to the real server: a proper status each time, and the next request on the next connection is
/// served.
@Suite(.timeLimit(.minutes(3))) struct BadInputTests {
    /// One bad request and the beginning of its answer.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let request: String
        let answer: String

        init(_ name: String, _ request: String, _ answer: String) {
            testDescription = name
            self.request = request
            self.answer = answer
        }
    }

    private static func post(_ body: String, type: String = "application/json", extra: String = "") -> String {
        "POST /mutate HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: \(type)\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\(extra)\r\n\(body)"
    }

    private static let cases = [
        Case("no HTTP", "hello\r\n\r\n", "HTTP/1.1 400 "),
        Case("an HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 505 "),
        Case("another path", "GET /other HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 404 "),
        Case("GET", "GET /mutate HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 405 "),
        Case("no Host", "GET /mutate HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "),
        Case(
            "both lengths",
            "POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 400 "),
        Case(
            "no length", "POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\r\n", "HTTP/1.1 411 "),
        Case("another type", post("{}", type: "text/plain"), "HTTP/1.1 415 "),
        Case(
            "a body over the limit",
            "POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n",
            "HTTP/1.1 413 "),
        Case("no JSON", post("{"), "HTTP/1.1 400 "),
        Case("no AdmissionReview", post("[]"), "HTTP/1.1 400 "),
        Case("no request", post(#"{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"}"#), "HTTP/1.1 400 "),
        Case(
            "no uid", post(#"{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{}}"#),
            "HTTP/1.1 400 "),
        Case(
            "an unknown version",
            post(#"{"apiVersion":"admission.k8s.io/v9","kind":"AdmissionReview","request":{"uid":"u"}}"#),
            "HTTP/1.1 400 "),
        Case("deep JSON", post(String(repeating: "[", count: 100_000)), "HTTP/1.1 400 "),
    ]

    @Test func everyBadRequestGetsItsStatusAndTheNextIsServed() async throws {
        try await World.run { world in
            for bad in Self.cases {
                let client = try await world.connectToWebhook()
                try await client.send(bad.request)
                let answer = try await client.readAnswer()
                #expect(answer.hasPrefix(bad.answer), "\(bad.testDescription): \(answer.prefix(200))")
                #expect(!answer.contains("\"allowed\":true"), "\(bad.testDescription)")
            }
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            #expect(pod.at("spec", "initContainers")?.array?.count == 1)
        }
    }

    @Test func aReviewWithoutAnObjectIsNotAllowed() async throws {
        try await World.run { world in
            let review = """
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u-1","operation":"CREATE",
                "kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},
                "namespace":"shop"}}
                """
            let client = try await world.connectToWebhook()
            try await client.send(Self.post(review))
            let answer = try await client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            #expect(answer.contains("\"uid\":\"u-1\""))
            #expect(answer.contains("\"allowed\":false"))
        }
    }

    @Test func garbageInPlaceOfAHandshakeIsCutAndOthersAreServed() async throws {
        try await World.run { world in
            for garbage in ["GET / HTTP/1.1\r\n\r\n", String(repeating: "\u{16}\u{3}", count: 4_000)] {
                let client = try await world.connectToWebhook(secure: false)
                try await client.send(garbage)
                _ = try? await client.readToEnd()
            }
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            #expect(pod.at("spec", "initContainers")?.array?.count == 1)
        }
    }

    @Test func aBadQuestionToTheStatusServerLearnsNothing() async throws {
        try await World.run { world in
            for body in ["", "{", "[]", "{\"namespace\":\"shop\"}", "{\"namespace\":5,\"pod\":\"p\",\"uid\":\"u\"}"] {
                let client = try await world.connectToStatus()
                try await client.send(
                    "POST /v1/wait HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                let answer = try await client.readToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(body): \(answer.prefix(200))")
                #expect(!answer.contains("released"))
            }
        }
    }
}
