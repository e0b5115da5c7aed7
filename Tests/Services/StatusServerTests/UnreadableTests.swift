import JSONText
import KubernetesClient
import StatusAPI
import Testing

@testable import StatusServer

/// An object that is there and cannot be read is not an object that is not there.
@Suite struct UnreadableTests {
    typealias Row = WaitRegistryTests.Row

    private static func pod(_ dependency: String) -> [UInt8] {
        TestObjects.pod("web", uid: "u1", arguments: ["for", dependency])
    }

    private static func broken(_ name: String) -> [UInt8] {
        Array(#"{"metadata":{"namespace":"db","name":"\#(name)"},"spec":[],"status":[],"endpoints":1}"#.utf8)
    }

    private static let up = TestObjects.slice("pg-1", of: "pg", ready: 1)

    @Test(
        "what cannot even be told apart is an error of the list or watch that brought it",
        arguments: [
            #"{"metadata":"#, #"{"metadata":{},"spec":[]}"#, #"{"metadata":{"name":7},"spec":[]}"#, "7", "null",
        ])
    func hasNoName(text: String) {
        let bytes = Array(text.utf8)
        #expect(throws: JSONError.self) {
            var reader = JSONReader(bytes.span)
            _ = try DecodedObject(reading: &reader, of: .jobs)
        }
    }

    @Test func whatFollowsAnUnreadableObjectIsRead() throws {
        let bytes = Array("[".utf8) + Self.broken("old") + Array(", 7]".utf8)
        var reader = JSONReader(bytes.span)
        try reader.beginArray()
        #expect(try reader.nextElement())
        let object = try DecodedObject(reading: &reader, of: .jobs)
        #expect(object.name == ObjectName(namespace: "db", name: "old"))
        guard case .unreadable = object else {
            Issue.record("\(object)")
            return
        }
        #expect(try reader.nextElement())
        #expect(try reader.readInteger() == 7)
    }

    static let rows: [Row] = [
        Row(
            "it is not gone",
            ["a: job/db/old absent unknown Unreadable", "a: job/db/old absent ready Gone", "a: released"]
        ) {
            [
                .allReady, .put(.gatedPods, pod("job/db/old absent")), .put(.jobs, broken("old")),
                .ask("a", pod: "web", uid: "u1"), .drop(.jobs, broken("old")),
            ]
        },
        Row("nor optional", ["a: job/db/old optional unknown Unreadable", "a: job/db/old optional waiting Running"]) {
            [
                .allReady, .put(.gatedPods, pod("job/db/old optional")), .put(.jobs, broken("old")),
                .ask("a", pod: "web", uid: "u1"), .put(.jobs, TestObjects.job("old", uid: "1", .active)),
            ]
        },
        Row(
            "it may be chosen by its labels",
            [
                "a: job/db/(run=1) waiting Running", "a: job/db/(run=1) unknown Unreadable",
                "a: job/db/(run=1) ready Complete", "a: released",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, pod("job/db/(run=1)")),
                .put(.jobs, TestObjects.job("x", uid: "1", .active, labels: ["run": "1"])),
                .ask("a", pod: "web", uid: "u1"), .put(.jobs, broken("y")),
                .put(.jobs, TestObjects.job("x", uid: "1", .complete, labels: ["run": "1"])),
                .drop(.jobs, broken("y")),
            ]
        },
        Row(
            "endpoints in it may not be ready",
            [
                "a: service/db/pg min=all unknown Unreadable", "a: service/db/pg min=all ready EndpointsReady",
                "a: released",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, pod("service/db/pg min=all")),
                .put(.services, TestObjects.service("pg")), .put(.endpointSlices, up, broken("pg-2")),
                .ask("a", pod: "web", uid: "u1"), .drop(.endpointSlices, broken("pg-2")),
            ]
        },
        Row(
            "a new list does not mention it",
            ["a: job/db/old absent unknown Unreadable", "a: job/db/old absent ready Gone", "a: released"]
        ) {
            [
                .allReady, .put(.gatedPods, pod("job/db/old absent")),
                .tell(.jobs, [.listing, .applied(broken("old")[...]), .listed, .current]),
                .ask("a", pod: "web", uid: "u1"), .tell(.jobs, [.listing, .listed, .current]),
            ]
        },
        Row("a new list mentions it again", ["a: job/db/old absent unknown Unreadable"]) {
            [
                .allReady, .put(.gatedPods, pod("job/db/old absent")),
                .tell(.jobs, [.listing, .applied(broken("old")[...]), .listed, .current]),
                .ask("a", pod: "web", uid: "u1"),
                .tell(.jobs, [.listing, .applied(broken("old")[...]), .listed, .current]),
            ]
        },
        Row("others do not care", ["a: job/db/mig ready Complete", "a: released"]) {
            [
                .allReady, .put(.gatedPods, pod("job/db/mig")),
                .put(.jobs, broken("old"), TestObjects.job("mig", uid: "1", .complete)),
                .ask("a", pod: "web", uid: "u1"),
            ]
        },
    ]

    @Test(arguments: rows)
    func tells(row: Row) {
        var world = TestWorld()
        world.run(row.steps())
        #expect(world.lines == row.lines)
    }
}
