import Testing

@testable import KubernetesClient

@Suite("WatchMachine: recordings")
struct WatchRecordingTests {
    /// What the sink hears of services.jsonl, whichever way its bytes arrive.
    private static let services = [
        "applied db/external@611", "applied db/headless@608", "applied db/manual@613", "applied db/postgres@605",
        "applied default/kubernetes@205", "deleted db/manual@975",
    ]

    private func replay(_ chunks: some Sequence<[UInt8]>) -> (told: [String], state: WatchMachine<[UInt8]>.State) {
        var driver = WatchMachineDriver.watching()
        for chunk in chunks { #expect(driver.event(.bytes(chunk)) == .read) }
        return (driver.told, driver.machine.state)
    }

    @Test("the recorded watch of Services, byte by byte")
    func byteByByte() throws {
        let bytes = try Recording.bytes("watch/services.jsonl")
        let (told, state) = replay(bytes.map { [$0] })
        #expect(told.sorted() == Self.services.sorted())
        #expect(state == .watching(resourceVersion: "1031", since: .zero, heard: true))
    }

    @Test("the recorded watch of Services, split in two at each byte of its first lines")
    func splitAnywhere() throws {
        let bytes = try Recording.bytes("watch/services.jsonl").prefix(1400)
        let whole = replay([Array(bytes)]).told
        #expect(!whole.isEmpty)
        for position in bytes.indices {
            #expect(replay([Array(bytes[..<position]), Array(bytes[position...])]).told == whole)
        }
    }

    @Test(
        "every recorded line is an event, and its object is passed on byte for byte",
        arguments: ["services", "jobs", "endpointslices"])
    func passesObjectsOn(name: String) throws {
        let bytes = try Recording.bytes("watch/\(name).jsonl")
        var driver = WatchMachineDriver.watching()
        for line in bytes.split(separator: 0x0A) {
            let action = driver.machine.event(.bytes(Array(line) + [0x0A]), now: .zero)
            #expect(action.step == .read)
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix(#"{"type":"BOOKMARK""#) {
                #expect(action.events.isEmpty)
                continue
            }
            switch action.events.first {
            case .applied(let object):
                #expect(text.hasSuffix(#","object":\#(String(decoding: object, as: UTF8.self))}"#))
            case .deleted(let object):
                #expect(text == #"{"type":"DELETED","object":\#(String(decoding: object, as: UTF8.self))}"#)
            default: Issue.record("no event for \(text.prefix(80))")
            }
        }
    }

    @Test("the recorded pages of a list, the token of the first asked for in the second request")
    func pages() throws {
        var driver = WatchMachineDriver()
        driver.event(.begin)
        let first = driver.event(.page(try Recording.answer("list-pods-page1").body))
        #expect(
            first["continue"]
                == "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MTAyNCwic3RhcnQiOiIvc2hvcC9hZ2VudC1wdDRya1x1MDAwMCJ9")
        let second = driver.event(.page(try Recording.answer("list-pods-page2").body))
        #expect(second.isList && second["continue"] != first["continue"])
        #expect(driver.told.count == 5 && driver.told[1].hasPrefix("applied shop/agent-"))
    }

    @Test("the recorded answer to an old continue token: a 200 without objects, as of another version")
    func oldContinueToken() throws {
        var driver = WatchMachineDriver()
        driver.event(.begin)
        driver.event(.page(try Recording.answer("list-pods-page1").body))
        let answer = try Recording.answer("list-pods-expired-continue")
        #expect(answer.status == 200)
        #expect(driver.event(.page(answer.body)).rest != nil, "believing it would forget every other pod")
        #expect(!driver.told.contains("listed"))
        #expect(driver.event(.begin)["continue"] == nil)
    }

    @Test("the recorded answer to an old resourceVersion: a 200 whose first event is ERROR 410")
    func oldResourceVersion() throws {
        let answer = try Recording.answer("watch-expired-rv")
        #expect(answer.status == 200)
        var driver = WatchMachineDriver.watching()
        #expect(driver.event(.bytes(answer.body)).isList)
        #expect(driver.told == ["interrupted", "listing"])
    }

    @Test("the recorded list of Services")
    func wholeList() throws {
        var driver = WatchMachineDriver()
        driver.event(.begin)
        #expect(driver.event(.page(try Recording.bytes("lists/services.json")))["resourceVersion"] == "1031")
        #expect(driver.told.filter { $0.hasPrefix("applied") }.count == 4)
    }

    @Test(
        "recorded refusals become typed errors with the API server's own words",
        arguments: [
            ("list-pods-forbidden", KubernetesError.Code.forbidden, "Forbidden", "at the cluster scope"),
            ("list-pods-unauthorized", .unauthorized, "Unauthorized", "Unauthorized"),
            ("get-missing-service", .notFound, "NotFound", #"services "nope" not found"#),
            ("lease-create-again", .alreadyExists, "AlreadyExists", "already exists"),
            ("lease-update-conflict", .conflict, "Conflict", "to the latest version and try again"),
            ("webhook-config-json-patch-test-failed", .invalid, "Invalid", "an error in our request"),
        ])
    func refusals(name: String, code: KubernetesError.Code, reason: String, words: String) throws {
        let error = try #require(KubernetesError(response: Recording.answer(name), doing: "try"))
        #expect(error.code == code)
        #expect(error.reason == reason)
        #expect(error.message.hasPrefix("cannot try: ") && error.message.hasSuffix(words))
    }
}
