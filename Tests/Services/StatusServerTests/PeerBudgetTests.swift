import HTTPServer
import KubernetesClient
import ServerTestKit
import Testing

@testable import StatusServer

/// What one peer address may do.
@Suite(.timeLimit(.minutes(5))) struct PeerBudgetTests {
    @Test(
        arguments: [
            ("the burst, then the rate", [0, 0, 0, 0, 0.4, 0.6, 0.6], [true, true, true, false, false, true, false]),
            ("a pause fills it", [0, 0, 0, 100, 100, 100, 100], [true, true, true, true, true, true, false]),
            ("a clock that jumps back", [100, 100, 100, 0, 0.5, 1], [true, true, true, false, true, true]),
            (
                "a clock that jumps ahead", [0, 0, 0, 3600, 3600, 3600, 3600],
                [true, true, true, true, true, true, false]
            ),
        ] as [(String, [Double], [Bool])])
    func tokens(what: String, times: [Double], taken: [Bool]) {
        var budget = RateBudget(perSecond: 2, burst: 3)
        let answers = times.map { budget.take(at: $0) }
        #expect(answers == taken, "\(what)")
    }

    @Test func peersAreToldApartUpToALimit() {
        var budgets = PeerBudgets(perSecond: 1, burst: 2)
        let answers = ["a", "a", "a", "b"].map { budgets.take($0, at: 0) }
        #expect(answers == [true, true, false, true])
        for number in 0..<10_000 { _ = budgets.take("p\(number)", at: 0.1) }
        #expect(budgets.count == PeerBudgets.mostPeers)
        // Who has used up its budget does not get a new one by that, and all beyond the limit share one.
        let late = ["a", "new"].map { budgets.take($0, at: 0.3) }
        #expect(late == [false, false])
        // Those who have been away long enough make room.
        let later = budgets.take("new", at: 60)
        #expect(later)
        #expect(budgets.count < 10)
    }

    @Test func aPeersStreamsAreLimited() throws {
        var settings = StatusServerSettings()
        settings.maximumWaitsPerPeer = 2
        var world = TestWorld(settings: settings)
        let pods = (0..<4).map { TestObjects.pod("p\($0)", uid: "u\($0)") }
        world.run([
            .allReady, .tell(.gatedPods, pods.map { .applied($0[...]) }), .ask("a", pod: "p0", uid: "u0"),
            .ask("b", pod: "p1", uid: "u1"), .ask("c", pod: "p2", uid: "u2"),
            .ask("d", pod: "p3", uid: "u3", peer: "10.2.2.2"), .leave("a"), .ask("c", pod: "p2", uid: "u2"),
        ])
        #expect(
            world.lines == [
                "a: service/db/pg waiting NotFound", "b: service/db/pg waiting NotFound", "c: tooManyWaitsOfPeer",
                "d: service/db/pg waiting NotFound", "c: service/db/pg waiting NotFound",
            ])
    }

    @Test func aPeerThatAsksTooOftenIsToldToWait() async throws {
        var settings = StatusServerSettings()
        settings.requestBurstPerPeer = 3
        settings.requestsPerSecondPerPeer = 1
        try await TestState.with(settings: settings) { state in
            await state.source.list(.gatedPods, TestObjects.pod("web", uid: "u1"))
            try await TestServer.run(.plain, handler: state.handler) { server in
                let client = try await server.connect()
                func ask() async throws -> String {
                    try await client.send("GET /v1/status?namespace=db&pod=web&uid=u1 HTTP/1.1\r\nHost: s\r\n\r\n")
                    return try await client.readAnswer()
                }
                for _ in 0..<3 { #expect(try await ask().hasPrefix("HTTP/1.1 200 ")) }
                let refused = try await ask()
                #expect(refused.hasPrefix("HTTP/1.1 429 Too Many Requests\r\n"))
                #expect(refused.contains("\r\nRetry-After: "))
                #expect(refused.contains(#"{"unknown":"#))
                #expect(state.metric(#"k8s_wait_wait_limits_total{limit="tooManyRequestsOfPeer"}"#) == "1")
                // The connection stays, and time helps.
                state.advance(seconds: 1)
                #expect(try await ask().hasPrefix("HTTP/1.1 200 "))
            }
        }
    }
}
