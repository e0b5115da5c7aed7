import Dependencies
import Foundation
import JSONText
import Readiness
import Testing

/// What a real API server sent, replayed line by line: each verdict that a line changes is in a table that people can
/// read, `Tests/Fixtures/verdicts/services-and-jobs.txt`.
@Suite struct ReplayTests {
    static let dependencies = [
        "service/db/postgres", "service/db/postgres port=5432 min=2", "service/db/postgres min=all",
        "service/db/headless", "service/db/external", "service/db/manual", "job/shop/migrate", "job/shop/broken",
        "job/shop/ttl", "job/shop/suspended", "job/shop/indexed", "job/shop/nightly-now",
        "job/shop/migrat",
    ]

    @Test func everyLineGivesTheVerdictsOfTheTable() throws {
        var replay = try Replay(dependencies: Self.dependencies, began: "2026-11-21T05:39:48Z")
        var table = Self.heading
        table += ["before the first line"] + replay.changes()
        for line in try WatchRecording().lines {
            let name = try replay.apply(line)
            table += ["", "rv \(line.resourceVersion)  \(line.resource):\(line.number)  \(line.type)\(name)"]
            table += replay.changes()
        }
        for _ in 0..<2 {
            let next = try #require(replay.nextReview)
            replay.now = next
            table += ["", "no line, the clock reaches \(next)"] + replay.changes()
        }
        let file = WatchRecording.fixtures.appending(path: "verdicts/services-and-jobs.txt")
        let expected = try String(contentsOf: file, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for (index, (found, wanted)) in zip(table, expected).enumerated() where found != wanted {
            Issue.record("line \(index + 1) of the table should be:\n\(found)\nbut is:\n\(wanted)")
            break
        }
        #expect(table.count == expected.count - 1)
        // A new table to compare with the old one by eye, when a rule has been changed on purpose.
        if let path = ProcessInfo.processInfo.environment["K8S_WAIT_VERDICTS_OUT"] {
            try (table.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        }
    }

    private static let heading = [
        "# The verdicts of a wait of a pod in namespace shop that began at 2026-11-21T05:39:48Z, after each line of the",
        "# recorded watches of Services, EndpointSlices and Jobs. Only what a line changes is listed; a line with nothing",
        "# under it changes nothing. Bookmarks never do. The clock is the newest time that the API server has noted.",
        "",
    ]
}

/// The state of a wait while recorded lines go by.
private struct Replay {
    let dependencies: [Dependency]
    let began: Timestamp
    var now: Timestamp
    private var services: [String: ServiceRecord] = [:]
    private var slices: [String: EndpointSliceRecord] = [:]
    private var jobs: [String: JobRecord] = [:]
    private var completedJobs: Set<CompletedJob> = []
    private var last: [String?]
    private var reviews: [Timestamp] = []

    init(dependencies: [String], began: String) throws {
        self.dependencies = try dependencies.map { try Dependency(canonical: $0) }
        self.began = try #require(Timestamp(rfc3339: began))
        now = self.began
        last = dependencies.map { _ in nil }
    }

    var nextReview: Timestamp? { reviews.filter { $0 > now }.min() }

    mutating func apply(_ line: WatchRecording.Line) throws -> String {
        if let time = line.time { now = max(now, time) }
        guard line.type != "BOOKMARK" else { return "" }
        var reader = JSONReader(line.object.span)
        let isGone = line.type == "DELETED"
        switch line.resource {
        case "services":
            let record = try ServiceRecord(reading: &reader)
            services["\(record.namespace)/\(record.name)"] = isGone ? nil : record
            return " \(record.namespace)/\(record.name)"
        case "endpointslices":
            let record = try EndpointSliceRecord(reading: &reader)
            slices["\(record.namespace)/\(record.name)"] = isGone ? nil : record
            return " \(record.namespace)/\(record.name)"
        default:
            let record = try JobRecord(reading: &reader)
            jobs["\(record.namespace)/\(record.name)"] = isGone ? nil : record
            return " \(record.namespace)/\(record.name)"
        }
    }

    /// The verdicts that are not what they were.
    mutating func changes() -> [String] {
        reviews = []
        var changed: [String] = []
        for (index, dependency) in dependencies.enumerated() {
            let judgement = judge(dependency)
            completedJobs.formUnion(judgement.completedJobs)
            if let review = judgement.reviewAt { reviews.append(review) }
            let text = judgement.verdict.description
            guard text != last[index] else { continue }
            last[index] = text
            changed.append("    \(dependency)  →  \(text)")
        }
        return changed
    }

    private func judge(_ dependency: Dependency) -> Judgement {
        let names = jobs.values.filter { $0.namespace == "shop" }.map(\.name)
        let context = JudgementContext(
            now: now, waitBegan: began, podNamespace: "shop", completedJobs: completedJobs,
            namesInPodNamespace: { $0 == .job ? names : [] })
        let key = "\(dependency.namespace)/\(dependency.target)"
        switch dependency.kind {
        case .service:
            return ServiceRule.judge(
                dependency, services: services[key].map { [$0] } ?? [], slices: Array(slices.values), context: context)
        case .job:
            return JobRule.judge(dependency, jobs: jobs[key].map { [$0] } ?? [], context: context)
        default:
            return Judgement(Verdict(.unknown, .notFound, "the table has no such kind"))
        }
    }
}
