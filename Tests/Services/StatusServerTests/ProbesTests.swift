import KubernetesClient
import StatusAPI
import Testing

@testable import StatusServer

/// Questions of which the client judges a part.
@Suite struct ProbesTests {
    typealias Row = WaitRegistryTests.Row

    private static func pod(_ arguments: String...) -> [UInt8] {
        TestObjects.pod("web", uid: "u1", arguments: ["for"] + arguments)
    }

    private static let mixed = pod("service/db/pg", "tcp/db.example.com:5432")
    private static let pg = TestObjects.service("pg")
    private static let up = TestObjects.slice("e", of: "pg", ready: 1)
    private static let down = TestObjects.slice("e", of: "pg", ready: 0, notReady: 1)

    static let rows: [Row] = [
        Row("probes alone: the server's part is ready at once", ["a: ready true"]) {
            [
                .allReady, .put(.gatedPods, pod("tcp/db.example.com:5432", "dns/example.com")),
                .ask("a", pod: "web", uid: "u1"),
            ]
        },
        Row(
            "never released by the server, told as its part changes",
            [
                "a: service/db/pg waiting NoEndpoints", "a: ready false", "a: service/db/pg ready EndpointsReady",
                "a: ready true", "a: service/db/pg waiting EndpointsNotReady", "a: ready false",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, mixed), .put(.services, pg), .ask("a", pod: "web", uid: "u1"),
                .put(.endpointSlices, up), .put(.endpointSlices, down),
            ]
        },
        Row(
            "what is being listed again is not ready",
            ["a: service/db/pg ready EndpointsReady", "a: ready true", "a: ready false", "a: ready true"]
        ) {
            [
                .allReady, .put(.gatedPods, mixed), .put(.services, pg), .put(.endpointSlices, up),
                .ask("a", pod: "web", uid: "u1"), .tell(.endpointSlices, [.listing]),
                .tell(.endpointSlices, [.applied(up[...]), .listed, .current]),
            ]
        },
        Row(
            "a failure ends it as any other",
            [
                "a: job/db/mig on-failure=fail waiting FailedMayBeReplaced", "a: ready false",
                "a: job/db/mig on-failure=fail failed Failed", "a: failed",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, pod("job/db/mig on-failure=fail", "dns/example.com")),
                .put(.jobs, TestObjects.job("mig", uid: "j", .failed)), .ask("a", pod: "web", uid: "u1"), .wait(30),
            ]
        },
        Row("a report ends the wait", ["a: ready true", "a: released", "report accepted", "report accepted"]) {
            [
                .allReady, .put(.gatedPods, pod("dns/example.com")), .ask("a", pod: "web", uid: "u1"),
                .report(pod: "web", uid: "u1", .released), .report(pod: "web", uid: "u1", .released),
            ]
        },
        Row("a report of a time-out", ["a: service/db/pg waiting NotFound", "a: timed-out", "report accepted"]) {
            [
                .allReady, .put(.gatedPods, pod("service/db/pg")), .ask("a", pod: "web", uid: "u1"),
                .report(pod: "web", uid: "u1", .timedOut),
            ]
        },
        Row("nobody reports for another", ["a: service/db/pg waiting NotFound", "report refused", "report unknown"]) {
            [
                .allReady, .put(.gatedPods, pod("service/db/pg")), .ask("a", pod: "web", uid: "u1"),
                .report(pod: "web", uid: "u2", .proceeded), .report(pod: "cat", uid: "u1", .proceeded),
            ]
        },
    ]

    @Test(arguments: rows)
    func tells(row: Row) {
        var world = TestWorld()
        world.run(row.steps())
        #expect(world.lines == row.lines)
    }

    /// Between two equal lines it was not so, and probes that were begun then prove nothing: both are sent.
    @Test func readinessIsToldAgainThoughAPeerIsSlow() async throws {
        let mailbox = Mailbox()
        mailbox.showReady(true)
        mailbox.wake()
        #expect(try await mailbox.lines() == [.ready(true)])
        mailbox.showReady(false)
        mailbox.showReady(true)
        mailbox.beat()
        mailbox.wake()
        #expect(try await mailbox.lines() == [.ready(true)])
    }
}
