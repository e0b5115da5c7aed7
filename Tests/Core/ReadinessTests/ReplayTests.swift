import Dependencies
import Foundation
import JSONText
import Readiness
import Testing

/// What a real API server sent, replayed line by line: each verdict that a line changes is in a table that people can
/// read, in `Tests/Fixtures/verdicts`.
@Suite struct ReplayTests {
    /// One of the tables: what is watched, and what a wait is for.
    struct Table: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let watches: String
        let resources: [String]
        let dependencies: [String]
        var nodeName: String?
        /// Whether the clock stops where a rule has asked for it, as it does in a server.
        var stopsAtReviews = false
    }

    static let servicesAndJobs = Table(
        testDescription: "services-and-jobs", watches: "Services, EndpointSlices and Jobs.",
        resources: ["services", "endpointslices", "jobs"],
        dependencies: [
            "service/db/postgres", "service/db/postgres port=5432 min=2", "service/db/postgres min=all",
            "service/db/headless", "service/db/external", "service/db/manual", "job/shop/migrate", "job/shop/broken",
            "job/shop/ttl", "job/shop/suspended", "job/shop/indexed", "job/shop/nightly-now",
            "job/shop/migrat",
        ])

    static let pods = Table(
        testDescription: "pods", watches: "pods.", resources: ["pods"],
        dependencies: [
            "pod/db/postgres-0", "pod/db/postgres-0 uptime=5s", "pod/db/(app=postgres) min=2",
            "pod/db/(app=postgres) min=all", "pod/db/(app=postgres) min=2 uptime=5s", "pod/shop/plain",
            "pod/shop/(tier=web) min=2 same-node", "pod/shop/(app=agent) min=all",
            "pod/shop/(job-name=migrate) condition=succeeded", "pod/shop/(job-name=broken) condition=succeeded",
            "pod/shop/(job-name=broken) condition=finished",
            "pod/shop/(job-name=indexed) min=all condition=succeeded", "pod/shop/(job-name=ttl) absent",
        ], nodeName: "sim-1", stopsAtReviews: true)

    static let workloads = Table(
        testDescription: "workloads", watches: "Deployments, StatefulSets, DaemonSets and pods.",
        resources: ["deployments", "statefulsets", "daemonsets", "pods"],
        dependencies: [
            "deployment/shop/my-api", "deployment/shop/my-api min=2", "deployment/shop/my-api condition=rolled-out",
            "deployment/shop/(app=my-api) min=all", "statefulset/db/postgres", "statefulset/db/postgres min=3",
            "statefulset/db/postgres condition=rolled-out", "daemonset/shop/agent",
            "daemonset/shop/agent anywhere", "daemonset/shop/agent condition=rolled-out",
        ], nodeName: "sim-0")

    static let uptime = Table(
        testDescription: "uptime", watches: "Services, EndpointSlices, Jobs and pods.",
        resources: ["services", "endpointslices", "jobs", "pods"],
        dependencies: [
            "service/db/postgres uptime=4s", "service/db/postgres min=2 uptime=4s",
            "service/db/postgres min=all uptime=4s", "job/shop/migrate uptime=8s",
            "job/shop/(batch.kubernetes.io/job-name in (indexed,migrate))", "job/shop/broken condition=finished",
        ], stopsAtReviews: true)

    static let resources = Table(
        testDescription: "resources", watches: "Foos, which are custom resources, Deployments and Jobs.",
        resources: ["foos", "deployments", "jobs"],
        dependencies: [
            "foo.stable.example.com/shop/my-foo", "foo.stable.example.com/shop/my-foo condition=ready=true",
            "foo.stable.example.com/shop/my-foo condition=Ready=False",
            "foo.stable.example.com/shop/my-foo condition=Synced", "foo.stable.example.com/shop/my-foo exists",
            "foo.stable.example.com/shop/my-foo absent", "foo.stable.example.com/shop/your-foo optional",
            "foo.stable.example.com/shop/my-foo jsonpath={.spec.arbitrary-key}=ready",
            "foo.stable.example.com/shop/my-foo jsonpath={.status}",
            #"foo.stable.example.com/shop/my-foo jsonpath={.status.conditions[?(@.type=="Ready")].status}=True"#,
            "deployment/shop/my-api condition=Progressing", "deployment/shop/my-api condition=Available=False",
            "deployment/shop/my-api jsonpath={.status.readyReplicas}=3",
            "deployment/shop/my-api jsonpath={.status.unavailableReplicas}",
            #"deployment/shop/my-api jsonpath={.metadata.annotations.deployment\.kubernetes\.io/revision}=2"#,
            "job/shop/broken condition=Failed", "job/shop/suspended jsonpath={.spec.suspend}=false",
            #"job/shop/indexed jsonpath={.status.conditions[?(@.type=="Complete")].status}=True"#,
        ])

    @Test(arguments: [servicesAndJobs, pods, workloads, uptime, resources])
    func everyLineGivesTheVerdictsOfTheTable(_ item: Table) throws {
        var replay = try Replay(
            dependencies: item.dependencies, began: "2026-11-21T05:39:48Z", nodeName: item.nodeName)
        var table = Self.heading(item)
        table += ["before the first line"] + replay.changes()
        for line in try WatchRecording(of: item.resources).lines {
            while item.stopsAtReviews, let review = replay.nextReview, let time = line.time, review <= time {
                table += Self.turnClock(of: &replay, to: review)
            }
            let name = try replay.apply(line)
            table += ["", "rv \(line.resourceVersion)  \(line.resource):\(line.number)  \(line.type)\(name)"]
            table += replay.changes()
        }
        while let next = replay.nextReview { table += Self.turnClock(of: &replay, to: next) }
        // A new table to compare with the old one by eye, when a rule has been changed on purpose.
        if let folder = ProcessInfo.processInfo.environment["K8S_WAIT_VERDICTS_OUT"] {
            let path = "\(folder)/\(item.testDescription).txt"
            try (table.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        }
        let file = WatchRecording.fixtures.appending(path: "verdicts/\(item.testDescription).txt")
        let expected = try String(contentsOf: file, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for (index, (found, wanted)) in zip(table, expected).enumerated() where found != wanted {
            Issue.record("line \(index + 1) of the table should be:\n\(found)\nbut is:\n\(wanted)")
            break
        }
        #expect(table.count == expected.count - 1)
    }

    private static func turnClock(of replay: inout Replay, to time: Timestamp) -> [String] {
        replay.now = time
        return ["", "no line, the clock reaches \(time)"] + replay.changes()
    }

    private static func heading(_ table: Table) -> [String] {
        let node = table.nodeName.map { " on node \($0)" } ?? ""
        return [
            "# The verdicts of a wait of a pod in namespace shop\(node) that began at 2026-11-21T05:39:48Z, after each line",
            "# of the recorded watches of \(table.watches)",
            "# Only what a line changes is listed; a line with nothing under it changes nothing. Bookmarks never do.",
            "# The clock is the newest time that the API server has noted.",
            "",
        ]
    }
}
