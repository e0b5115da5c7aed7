import StatusAPI
import Testing

@testable import WaitClient

/// The keys and their order are a contract with scripts.
@Suite struct JSONLineTests {
    private static let picture = WaitPicture(
        rows: [
            WaitPicture.Row(state: .ready, text: "a", since: .zero),
            WaitPicture.Row(state: .waiting, text: "b", since: .zero),
        ], elapsed: .milliseconds(12_900), limit: "", problem: nil)

    @Test(
        arguments: [
            (
                WaitNotice.line(.start, "waiting for \"x\""), picture,
                #"{"event":"start","message":"waiting for \"x\"","elapsedSeconds":12,"ready":1,"total":2}"#
            ),
            (
                .verdict(
                    DependencyStatus(
                        dependency: "service/db/postgres", state: .waiting, reason: "NoEndpoints", message: "0 of 1",
                        completedJobs: ["j"]), "waiting: 0 of 1"), picture,
                #"{"event":"verdict","dependency":"service/db/postgres","state":"waiting","reason":"NoEndpoints","#
                    + #""message":"0 of 1","elapsedSeconds":12,"ready":1,"total":2}"#
            ),
            (.problem(.timedOut, "too late"), nil, #"{"event":"timed-out","message":"too late"}"#),
            (.problem(.error, "two\nlines"), nil, #"{"event":"error","message":"two\nlines"}"#),
        ] as [(WaitNotice, WaitPicture?, String)])
    func isSpeltAsDocumented(_ notice: WaitNotice, _ picture: WaitPicture?, _ text: String) {
        #expect(String(decoding: JSONLine.bytes(notice, picture), as: UTF8.self) == text + "\n")
    }

    @Test func theEventsAreTheDocumentedOnes() {
        #expect(
            WaitNotice.Kind.allCases.map(\.rawValue) == [
                "start", "note", "verdict", "progress", "connection", "server", "stalled", "released", "proceeding",
                "timed-out", "failed", "refused", "signal", "error",
            ])
    }
}
