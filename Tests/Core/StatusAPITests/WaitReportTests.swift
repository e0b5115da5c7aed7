import StatusAPI
import Testing

@Suite struct WaitReportTests {
    private static let identity = #""namespace":"shop","pod":"web-0","uid":"u-1""#

    private static func read(_ text: String) throws(StatusAPIError) -> WaitReport {
        let bytes = Array(text.utf8)
        return try WaitReport(json: bytes.span)
    }

    /// The spelling is a contract with clients of every earlier release.
    @Test(arguments: [
        (WaitReport.Outcome.released, "released"), (.proceeded, "proceeded"), (.timedOut, "timed-out"),
    ])
    func isSpeltAsDocumented(outcome: WaitReport.Outcome, word: String) throws {
        let request = WaitRequest(namespace: "shop", pod: "web-0", uid: "u-1", container: "init", completedJobs: ["j"])
        let report = WaitReport(request, outcome: outcome)
        let text = "{\(Self.identity),\"container\":\"init\",\"completedJobs\":[\"j\"],\"outcome\":\"\(word)\"}"
        #expect(String(decoding: report.json, as: UTF8.self) == text)
        #expect(try Self.read(text) == report)
    }

    @Test func readsLaterClients() throws {
        let text = "{\"why\":[{}],\"outcome\":\"released\",\(Self.identity)}"
        let request = WaitRequest(namespace: "shop", pod: "web-0", uid: "u-1")
        #expect(try Self.read(text) == WaitReport(request, outcome: .released))
    }

    @Test(arguments: [
        ("empty", "", StatusAPIError.Code.invalidJSON),
        ("a question", "{\(identity)}", .missingField),
        ("an empty outcome", "{\(identity),\"outcome\":\"\"}", .missingField),
        ("another outcome", "{\(identity),\"outcome\":\"failed\"}", .unknownOutcome),
        ("no uid", #"{"namespace":"shop","pod":"web-0","outcome":"released"}"#, .missingField),
        ("a number as outcome", "{\(identity),\"outcome\":1}", .invalidJSON),
        ("an empty container", "{\(identity),\"container\":\"\",\"outcome\":\"released\"}", .missingField),
    ])
    func refuses(name: String, text: String, code: StatusAPIError.Code) {
        let error = #expect(throws: StatusAPIError.self) { try Self.read(text) }
        #expect(error?.code == code)
    }
}
