import StatusAPI
import Testing

@Suite struct WaitLineTests {
    private static let verdict = DependencyStatus(
        dependency: "service/db/postgres", state: .waiting, reason: "NoEndpoints",
        message: "Service db/postgres: 0 of 1 endpoints ready")
    private static let completed = DependencyStatus(
        dependency: "job/shop/migrate", state: .ready, reason: "Complete", message: "Job shop/migrate: \"done\"\n",
        completedJobs: ["a-1", "b-2"])

    private static func read(_ text: String) throws(StatusAPIError) -> WaitLine {
        let bytes = Array(text.utf8)
        return try WaitLine(json: bytes.span)
    }

    /// The spelling is a contract with clients of every earlier release.
    @Test(arguments: [
        (
            WaitLine.verdict(verdict),
            #"{"dependency":"service/db/postgres","state":"waiting","reason":"NoEndpoints","#
                + #""message":"Service db/postgres: 0 of 1 endpoints ready"}"#
        ),
        (
            .verdict(completed),
            #"{"dependency":"job/shop/migrate","state":"ready","reason":"Complete","#
                + #""message":"Job shop/migrate: \"done\"\n","completedJobs":["a-1","b-2"]}"#
        ),
        (.heartbeat, #"{"heartbeat":true}"#),
        (.ready(true), #"{"ready":true}"#),
        (.ready(false), #"{"ready":false}"#),
        (.move(after: 1500), #"{"move":1500}"#),
        (.unknown(message: "no such pod yet"), #"{"unknown":"no such pod yet"}"#),
        (.outcome(.released), #"{"outcome":"released"}"#),
        (.outcome(.failed(message: "Job a/b failed")), #"{"outcome":"failed","message":"Job a/b failed"}"#),
        (.outcome(.refused(message: "wrong UID")), #"{"outcome":"refused","message":"wrong UID"}"#),
        (.unrecognised, "{}"),
    ])
    func isSpeltAsDocumentedAndReadBack(line: WaitLine, text: String) throws {
        #expect(String(decoding: line.json, as: UTF8.self) == text)
        #expect(try Self.read(text) == line)
        #expect(try Self.read(text + "\n") == line)
    }

    @Test(arguments: [
        ("unknown keys", #"{"since":{"a":[1]},"outcome":"released","x":null}"#, WaitLine.outcome(.released)),
        ("an outcome of a newer server", #"{"outcome":"postponed","message":"m"}"#, .unrecognised),
        ("a kind of a newer server", #"{"advice":"sleep"}"#, .unrecognised),
        ("a heartbeat that is none", #"{"heartbeat":false}"#, .unrecognised),
        ("a negative move", #"{"move":-5}"#, .move(after: 0)),
        ("an endless move", #"{"move":9000000000}"#, .move(after: WaitLine.longestMove)),
        (
            "a state of a newer server", #"{"dependency":"d","state":"almost"}"#,
            .verdict(DependencyStatus(dependency: "d", state: .unknown, reason: "", message: ""))
        ),
    ])
    func readsWhatNewerServersMaySend(name: String, text: String, expected: WaitLine) throws {
        #expect(try Self.read(text) == expected)
    }

    @Test(arguments: [
        ("nothing", "", StatusAPIError.Code.invalidJSON),
        ("half a line", #"{"outcome":"relea"#, .invalidJSON),
        ("two objects", #"{"heartbeat":true}{"outcome":"released"}"#, .invalidJSON),
        ("an array", #"["outcome","released"]"#, .invalidJSON),
        ("a number as outcome", #"{"outcome":1}"#, .invalidJSON),
        ("a text as ready", #"{"ready":"true"}"#, .invalidJSON),
        ("no state", #"{"dependency":"d"}"#, .missingField),
        ("a verdict that releases", #"{"dependency":"d","state":"waiting","outcome":"released"}"#, .ambiguous),
        ("a release that moves", #"{"outcome":"released","move":1}"#, .ambiguous),
        ("unknown and released", #"{"unknown":"m","outcome":"released"}"#, .ambiguous),
    ])
    func refusesWhatCanBeReadTwoWaysOrNotAtAll(name: String, text: String, code: StatusAPIError.Code) {
        let error = #expect(throws: StatusAPIError.self) { try Self.read(text) }
        #expect(error?.code == code)
    }

    /// A prefix of a line is never a line: a connection cut at any byte releases nobody.
    @Test func noPrefixOfAReleaseIsALine() {
        let line = WaitLine.outcome(.released).json
        for count in 0..<line.count {
            #expect(throws: StatusAPIError.self) {
                let prefix = Array(line[..<count])
                return try WaitLine(json: prefix.span)
            }
        }
    }

    @Test(arguments: DependencyState.allCases)
    func everyStateIsReadBack(state: DependencyState) throws {
        let line = WaitLine.verdict(DependencyStatus(dependency: "d", state: state, reason: "R", message: "m"))
        #expect(try WaitLine(json: line.json.span) == line)
    }
}
