import Foundation
import JSONText
import KubernetesClient
import Readiness
import StatusAPI
import Testing

@testable import StatusServer

/// What a real API server sent, told to the registry line by line: a stream that waits for everything shows what the
/// checked-in table of verdicts says, no more and no less.
@Suite struct RecordedWatchTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fixtures")

    /// One block of the table: what happens, and the verdicts that it changes.
    private struct Block {
        let heading: String
        var verdicts: Set<String> = []
    }

    private static func table() throws -> [Block] {
        let text = try String(contentsOf: fixtures.appending(path: "verdicts/services-and-jobs.txt"), encoding: .utf8)
        var blocks: [Block] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix(" ") {
                blocks[blocks.count - 1].verdicts.insert(String(line.drop { $0 == " " }))
            } else {
                blocks.append(Block(heading: String(line)))
            }
        }
        return blocks
    }

    /// The dependencies of the table, in its order.
    private static func question(_ blocks: [Block]) throws -> [String] {
        let first = try #require(blocks.first)
        return first.verdicts.compactMap { $0.components(separatedBy: "  →  ").first }.sorted()
    }

    @Test func aStreamShowsWhatTheTableSays() throws {
        let blocks = try Self.table()
        let began = try #require(Timestamp(rfc3339: "2026-11-21T05:39:48Z"))
        var world = try Replay(question: Self.question(blocks), began: began)
        #expect(blocks.count > 50)
        for block in blocks {
            let shown = try world.play(block.heading)
            guard shown != block.verdicts else { continue }
            Issue.record("\(block.heading): shown \(shown.sorted()), but the table says \(block.verdicts.sorted())")
            return
        }
    }

    private struct Replay {
        private var registry = WaitRegistry(settings: StatusServerSettings())
        private var now: Timestamp
        private let question: [String]
        private let recorded: [String: [Substring]]

        init(question: [String], began: Timestamp) throws {
            self.question = question
            now = began
            var recorded: [String: [Substring]] = [:]
            for kind in ["services", "endpointslices", "jobs"] {
                let file = RecordedWatchTests.fixtures.appending(path: "watch/\(kind).jsonl")
                recorded[kind] = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            }
            self.recorded = recorded
        }

        /// Plays what a heading of the table names, and returns the verdicts that are shown, as the table writes them.
        mutating func play(_ heading: String) throws -> Set<String> {
            let words = heading.split(separator: " ")
            switch words[0] {
            case "before":
                return try begin()
            case "rv":
                let place = words[2].split(separator: ":")
                return try line(kind: String(place[0]), number: try #require(Int(place[1])))
            default:
                now = try #require(words.last.flatMap { Timestamp(rfc3339: String($0)) })
                return Self.shown(registry.review(now: now))
            }
        }

        private mutating func begin() throws -> Set<String> {
            for kind in WatchedCollection.everyWhole { _ = tell(kind, [.listing, .listed, .current]) }
            let pod = TestObjects.pod("shop/web", uid: "u1", arguments: ["for"] + question)
            _ = tell(.gatedPods, [.applied(pod[...])])
            let request = WaitRequest(namespace: "shop", pod: "web", uid: "u1")
            return Self.shown(try registry.begin(request, peer: "10.1.1.1", now: now).actions)
        }

        private mutating func line(kind: String, number: Int) throws -> Set<String> {
            let text = try #require(recorded[kind]?[number - 1])
            let times = text.matches(of: /"time":"([^"]+)"/).compactMap { Timestamp(rfc3339: String($0.1)) }
            now = max(now, times.max() ?? now)
            let event: [TextEvent] =
                switch try Self.typeAndObject(text) {
                case ("BOOKMARK", _): []
                case ("DELETED", let object): [.deleted(object)]
                case (_, let object): [.applied(object)]
                }
            let watched = try #require(WatchedCollection.everyWhole.first { $0.label == kind })
            return Self.shown(registry.review(now: now) + tell(watched, event))
        }

        private mutating func tell(_ kind: WatchedCollection, _ events: [TextEvent]) -> [WaitAction] {
            registry.receive(events.compactMap { $0.decoded(of: kind) }, of: kind, now: now)
        }

        private static func typeAndObject(_ line: Substring) throws -> (type: String, object: ArraySlice<UInt8>) {
            let bytes = Array(line.utf8)
            var reader = JSONReader(bytes.span)
            var type = ""
            var object = 0..<0
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "type": type = try reader.readString()
                case "object": object = try reader.skipValue()
                default: break
                }
            }
            return (type, bytes[object])
        }

        private static func shown(_ actions: [WaitAction]) -> Set<String> {
            var newest: [String: String] = [:]
            for case .show(_, _, let line) in actions {
                let status = line.status
                newest[status.dependency] =
                    "\(status.dependency)  →  \(status.state.rawValue)(\(status.reason)): \(status.message)"
            }
            return Set(newest.values)
        }
    }
}
