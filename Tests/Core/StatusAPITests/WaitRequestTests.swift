import StatusAPI
import Testing

@Suite struct WaitRequestTests {
    private static func read(_ text: String) throws(StatusAPIError) -> WaitRequest {
        let bytes = Array(text.utf8)
        return try WaitRequest(json: bytes.span)
    }

    @Test func isSpeltAsDocumented() throws {
        let request = WaitRequest(namespace: "shop", pod: "web-0", uid: "u-1", completedJobs: ["j-1"])
        let text = #"{"namespace":"shop","pod":"web-0","uid":"u-1","completedJobs":["j-1"]}"#
        #expect(String(decoding: request.json, as: UTF8.self) == text)
        #expect(try Self.read(text) == request)
    }

    @Test func namesItsContainer() throws {
        let request = WaitRequest(namespace: "shop", pod: "web-0", uid: "u-1", container: "wait")
        let text = #"{"namespace":"shop","pod":"web-0","uid":"u-1","container":"wait","completedJobs":[]}"#
        #expect(String(decoding: request.json, as: UTF8.self) == text)
        #expect(try Self.read(text) == request)
        #expect(try WaitRequest(query: "namespace=shop&pod=web-0&uid=u-1&container=wait") == request)
    }

    @Test(arguments: [
        ("no Jobs", #"{"namespace":"a","pod":"b","uid":"c"}"#),
        ("another order and unknown keys", #"{"uid":"c","z":{"y":[]},"pod":"b","namespace":"a","completedJobs":[]}"#),
    ])
    func readsEarlierAndLaterClients(name: String, text: String) throws {
        #expect(try Self.read(text) == WaitRequest(namespace: "a", pod: "b", uid: "c"))
    }

    private static func jobs(_ count: Int, length: Int = 36) -> String {
        let list = Array(repeating: "\"" + String(repeating: "u", count: length) + "\"", count: count)
        return #"{"namespace":"a","pod":"b","uid":"c","completedJobs":["# + list.joined(separator: ",") + "]}"
    }

    private static func named(_ namespace: Int, _ pod: Int, _ uid: Int) -> String {
        let text = { (count: Int) in String(repeating: "x", count: count) }
        return #"{"namespace":"\#(text(namespace))","pod":"\#(text(pod))","uid":"\#(text(uid))"}"#
    }

    @Test(arguments: [
        ("empty", "", StatusAPIError.Code.invalidJSON),
        ("cut", #"{"namespace":"a""#, .invalidJSON),
        ("a list", "[]", .invalidJSON),
        ("something after it", #"{"namespace":"a","pod":"b","uid":"c"} x"#, .invalidJSON),
        ("a number as pod", #"{"namespace":"a","pod":1,"uid":"c"}"#, .invalidJSON),
        ("null as Jobs", #"{"namespace":"a","pod":"b","uid":"c","completedJobs":null}"#, .invalidJSON),
        ("no namespace", #"{"pod":"b","uid":"c"}"#, .missingField),
        ("no pod", #"{"namespace":"a","uid":"c"}"#, .missingField),
        ("an empty uid", #"{"namespace":"a","pod":"b","uid":""}"#, .missingField),
        ("an empty container", #"{"namespace":"a","pod":"b","uid":"c","container":""}"#, .missingField),
        (
            "a long container",
            #"{"namespace":"a","pod":"b","uid":"c","container":"\#(String(repeating: "x", count: 64))"}"#, .tooLong
        ),
        ("null as container", #"{"namespace":"a","pod":"b","uid":"c","container":null}"#, .invalidJSON),
        ("an empty Job", #"{"namespace":"a","pod":"b","uid":"c","completedJobs":[""]}"#, .missingField),
        ("a long namespace", named(64, 1, 1), .tooLong),
        ("a long name", named(1, 254, 1), .tooLong),
        ("a long uid", named(1, 1, 65), .tooLong),
        ("a long Job", jobs(1, length: WaitRequest.longestCompletedJob + 1), .tooLong),
        ("too many Jobs", jobs(65), .tooMany),
    ])
    func refuses(name: String, text: String, code: StatusAPIError.Code) {
        let error = #expect(throws: StatusAPIError.self) { try Self.read(text) }
        #expect(error?.code == code)
        #expect(error.map { $0.message.count < 200 } == true)
    }

    @Test func takesTheLargestOfEverything() throws {
        #expect(try Self.read(Self.named(63, 253, 64)).pod.count == 253)
        let text = Self.jobs(64, length: WaitRequest.longestCompletedJob)
        #expect(try Self.read(text).completedJobs.count == 64)
        #expect(text.utf8.count < WaitRequest.longestBody)
    }

    @Test(arguments: [
        ("plain", "namespace=a&pod=b&uid=c", WaitRequest(namespace: "a", pod: "b", uid: "c")),
        ("unknown keys", "x&namespace=a&y=1&pod=b&uid=c&", WaitRequest(namespace: "a", pod: "b", uid: "c")),
        ("encoded", "namespace=%61&pod=b%2D0&uid=c+%25", WaitRequest(namespace: "a", pod: "b-0", uid: "c+%")),
    ])
    func readsAQuery(name: String, query: String, expected: WaitRequest) throws {
        #expect(try WaitRequest(query: query) == expected)
    }

    @Test(arguments: [
        ("empty", "", StatusAPIError.Code.missingField),
        ("no uid", "namespace=a&pod=b", .missingField),
        ("half an escape", "namespace=a&pod=b&uid=%4", .invalidQuery),
        ("not hexadecimal", "namespace=a&pod=b&uid=%zz", .invalidQuery),
        ("not UTF-8", "namespace=a&pod=b&uid=%ff", .invalidQuery),
        ("long", "namespace=a&pod=b&uid=" + String(repeating: "u", count: 65), .tooLong),
    ])
    func refusesAQuery(name: String, query: String, code: StatusAPIError.Code) {
        let error = #expect(throws: StatusAPIError.self) { try WaitRequest(query: query) }
        #expect(error?.code == code)
    }
}
