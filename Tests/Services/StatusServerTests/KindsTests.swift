import KubernetesClient
import Readiness
import StatusAPI
import Testing

@testable import StatusServer

/// Every kind of object: what is watched for it, what touches it, what releases.
@Suite struct KindsTests {
    typealias Row = WaitRegistryTests.Row
    typealias Step = TestWorld.Step

    private static func pod(_ arguments: String..., node: String = "") -> [UInt8] {
        TestObjects.pod("web", uid: "u1", arguments: ["for"] + arguments, node: node)
    }

    private static let selected = WatchedCollection(.pods, as: .pod, namespace: "db", labelSelector: "app=cache")
    private static let named = WatchedCollection(
        .pods, as: .pod, only: ObjectName(namespace: "db", name: "redis-0"))
    private static let all = WatchedCollection.pods(inNamespace: "db")

    static let workloads: [Row] = [
        Row(
            "a pod by name",
            [
                "a: pod/db/redis-0 waiting NotFound", "a: pod/db/redis-0 waiting PodsNotReady",
                "a: pod/db/redis-0 ready PodsReady", "a: released",
            ]
        ) {
            [
                .allReady, .ready([named]), .put(.gatedPods, pod("pod/db/redis-0")), .ask("a", pod: "web", uid: "u1"),
                .put(named, TestObjects.backend("redis-0", ready: false)),
                .put(named, TestObjects.backend("redis-0", ready: true)),
            ]
        },
        Row(
            "a pod by name is unknown before it has been listed",
            ["a: pod/db/redis-0 unknown CacheNotSynced", "a: pod/db/redis-0 waiting NotFound"]
        ) {
            [.allReady, .put(.gatedPods, pod("pod/db/redis-0")), .ask("a", pod: "web", uid: "u1"), .ready([named])]
        },
        Row(
            "pods by their labels",
            [
                "a: pod/db/(app=cache) min=2 waiting NotFound", "a: pod/db/(app=cache) min=2 waiting PodsNotReady",
                "a: pod/db/(app=cache) min=2 ready PodsReady", "a: released",
            ]
        ) {
            [
                .allReady, .ready([selected]), .put(.gatedPods, pod("pod/db/(app=cache) min=2")),
                .ask("a", pod: "web", uid: "u1"), .put(selected, TestObjects.backend("c1", uid: "1", ready: true)),
                .put(selected, TestObjects.backend("c2", uid: "2", ready: true)),
            ]
        },
        Row(
            "same-node: only pods on the waiting pod's node",
            [
                "a: pod/db/(app=cache) same-node waiting NotOnNode", "a: pod/db/(app=cache) same-node ready PodsReady",
                "a: released",
            ]
        ) {
            [
                .allReady, .ready([selected]), .put(.gatedPods, pod("pod/db/(app=cache) same-node", node: "n1")),
                .put(selected, TestObjects.backend("c1", uid: "1", ready: true, node: "n2")),
                .ask("a", pod: "web", uid: "u1"),
                .put(selected, TestObjects.backend("c2", uid: "2", ready: true, node: "n1")),
            ]
        },
        Row(
            "a pod that is bound to its node while it waits",
            [
                "a: pod/db/(app=cache) same-node unknown NodeUnknown",
                "a: pod/db/(app=cache) same-node ready PodsReady", "a: released",
            ]
        ) {
            [
                .allReady, .ready([selected]), .put(.gatedPods, pod("pod/db/(app=cache) same-node")),
                .put(selected, TestObjects.backend("c1", uid: "1", ready: true, node: "n1")),
                .ask("a", pod: "web", uid: "u1"),
                .put(.gatedPods, pod("pod/db/(app=cache) same-node", node: "n1")),
            ]
        },
        Row(
            "a Deployment",
            ["a: deployment/db/api waiting NotAvailable", "a: deployment/db/api ready Available", "a: released"]
        ) {
            [
                .allReady, .put(.gatedPods, pod("deployment/db/api")),
                .put(.deployments, TestObjects.workload("api", ready: false)), .ask("a", pod: "web", uid: "u1"),
                .put(.deployments, TestObjects.workload("api", ready: true)),
            ]
        },
        Row(
            "a StatefulSet",
            [
                "a: statefulset/db/pg waiting ReplicasNotReady", "a: statefulset/db/pg ready ReplicasReady",
                "a: released",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, pod("statefulset/db/pg")),
                .put(.statefulSets, TestObjects.workload("pg", ready: false)), .ask("a", pod: "web", uid: "u1"),
                .put(.statefulSets, TestObjects.workload("pg", ready: true)),
            ]
        },
        Row(
            "a CronJob",
            ["a: cronjob/db/dump waiting NeverSucceeded", "a: cronjob/db/dump ready Succeeded", "a: released"]
        ) {
            [
                .allReady, .put(.gatedPods, pod("cronjob/db/dump")), .put(.cronJobs, TestObjects.other("dump")),
                .ask("a", pod: "web", uid: "u1"),
                .put(.cronJobs, TestObjects.other("dump", status: #"{"lastSuccessfulTime":"2026-11-21T05:00:00Z"}"#)),
            ]
        },
        Row(
            "a DaemonSet: its pod on the waiting pod's node",
            [
                "a: daemonset/db/dns waiting NoPodOnNode", "a: daemonset/db/dns waiting PodsNotReady",
                "a: daemonset/db/dns ready PodsReady", "a: released",
            ]
        ) {
            [
                .allReady, .ready([all]), .put(.gatedPods, pod("daemonset/db/dns", node: "n1")),
                .put(.daemonSets, TestObjects.workload("dns", uid: "ds", ready: true)),
                .put(all, TestObjects.backend("d2", uid: "2", ready: true, node: "n2", controller: "ds")),
                .ask("a", pod: "web", uid: "u1"),
                .put(all, TestObjects.backend("d3", uid: "3", ready: true, node: "n3", controller: "ds")),
                .put(all, TestObjects.backend("x", uid: "4", ready: true, node: "n1", controller: "other")),
                .put(all, TestObjects.backend("d1", uid: "1", ready: false, node: "n1", controller: "ds")),
                .put(all, TestObjects.backend("d1", uid: "1", ready: true, node: "n1", controller: "ds")),
            ]
        },
        Row(
            "a DaemonSet anywhere",
            [
                "a: daemonset/db/dns anywhere waiting NoPodOnNode", "a: daemonset/db/dns anywhere ready PodsReady",
                "a: released",
            ]
        ) {
            [
                .allReady, .ready([all]), .put(.gatedPods, pod("daemonset/db/dns anywhere", node: "n1")),
                .put(.daemonSets, TestObjects.workload("dns", uid: "ds", ready: true)),
                .ask("a", pod: "web", uid: "u1"),
                .put(all, TestObjects.backend("d2", uid: "2", ready: true, node: "n2", controller: "ds")),
            ]
        },
        Row(
            "absent",
            ["a: deployment/db/old absent waiting StillThere", "a: deployment/db/old absent ready Gone", "a: released"]
        ) {
            let old = TestObjects.workload("old", ready: true)
            return [
                .allReady, .put(.gatedPods, pod("deployment/db/old absent")), .put(.deployments, old),
                .ask("a", pod: "web", uid: "u1"), .drop(.deployments, old),
            ]
        },
        Row(
            "absent is not believed before the list is complete", ["a: deployment/db/old absent unknown CacheNotSynced"]
        ) {
            [
                .ready([.gatedPods]), .put(.gatedPods, pod("deployment/db/old absent")),
                .ask("a", pod: "web", uid: "u1"), .tell(.deployments, [.listing]),
            ]
        },
    ]

    static let selectors: [Row] = [
        Row(
            "Jobs by their labels, a label changed into the selector and out of it",
            [
                "a: job/db/(run=1) waiting NotFound", "a: job/db/(run=1) waiting Running",
                "a: job/db/(run=1) waiting NotFound", "a: job/db/(run=1) ready Complete", "a: released",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, pod("job/db/(run=1)")),
                .put(.jobs, TestObjects.job("x", uid: "1", .active)),
                .ask("a", pod: "web", uid: "u1"),
                .put(.jobs, TestObjects.job("x", uid: "1", .active, labels: ["run": "1"])),
                .put(.jobs, TestObjects.job("x", uid: "1", .active, labels: ["run": "2"])),
                .put(.jobs, TestObjects.job("x", uid: "1", .complete, labels: ["run": "1"])),
            ]
        },
        Row(
            "a Service by its labels is judged when its endpoints change",
            [
                "a: service/db/(tier=data) waiting NoEndpoints", "a: service/db/(tier=data) ready EndpointsReady",
                "a: released",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, pod("service/db/(tier=data)")),
                .put(.services, TestObjects.service("pg", labels: ["tier": "data"])), .ask("a", pod: "web", uid: "u1"),
                .put(.endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 1)),
            ]
        },
        Row(
            "a selector that asks for what is not there",
            [
                "a: deployment/db/(!legacy) waiting NotAvailable", "a: deployment/db/(!legacy) waiting NotFound",
                "a: deployment/db/(!legacy) ready Available", "a: released",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, pod("deployment/db/(!legacy)")),
                .put(.deployments, TestObjects.workload("api", ready: false)), .ask("a", pod: "web", uid: "u1"),
                .put(.deployments, TestObjects.workload("api", labels: ["legacy": "yes"], ready: false)),
                .put(.deployments, TestObjects.workload("new", ready: true)),
            ]
        },
        Row("another namespace's objects are not chosen", ["a: deployment/db/(app=x) waiting NotFound"]) {
            [
                .allReady, .put(.gatedPods, pod("deployment/db/(app=x)")), .ask("a", pod: "web", uid: "u1"),
                .put(.deployments, TestObjects.workload("shop/api", labels: ["app": "x"], ready: true)),
            ]
        },
    ]

    static let uptime: [Row] = [
        Row(
            "uptime of a pod behind a Service, by its own word",
            [
                "a: service/db/pg uptime=30s waiting TooRecent", "a: service/db/pg uptime=30s ready EndpointsReady",
                "a: released",
            ]
        ) {
            [
                .allReady, .ready([all]), .put(.gatedPods, pod("service/db/pg uptime=30s")),
                .put(.services, TestObjects.service("pg")),
                .put(.endpointSlices, TestObjects.slice("e", of: "pg", ready: 1)),
                .put(all, TestObjects.backend("x", uid: "t-e-0", ready: true, since: now(-20))),
                .ask("a", pod: "web", uid: "u1"), .wait(9), .wait(1),
            ]
        },
        Row(
            "uptime of an endpoint without a pod, from its first sight",
            [
                "a: service/db/pg uptime=5s waiting TooRecent", "a: service/db/pg uptime=5s waiting EndpointsNotReady",
                "a: service/db/pg uptime=5s waiting TooRecent", "a: service/db/pg uptime=5s ready EndpointsReady",
                "a: released",
            ]
        ) {
            [
                .allReady, .ready([all]), .put(.gatedPods, pod("service/db/pg uptime=5s")),
                .put(.services, TestObjects.service("pg")),
                .put(.endpointSlices, TestObjects.slice("e", of: "pg", ready: 1)), .ask("a", pod: "web", uid: "u1"),
                .wait(4), .put(.endpointSlices, TestObjects.slice("e", of: "pg", ready: 0, notReady: 1)), .wait(30),
                .put(.endpointSlices, TestObjects.slice("e", of: "pg", ready: 1)), .wait(4), .wait(1),
            ]
        },
        Row(
            "while it cannot be seen, nothing has been ready all the time",
            [
                "a: service/db/pg uptime=5s waiting TooRecent",
                "a: service/db/pg uptime=5s unknown APIServerUnreachable",
                "a: service/db/pg uptime=5s waiting TooRecent", "a: service/db/pg uptime=5s ready EndpointsReady",
                "a: released",
            ]
        ) {
            [
                .allReady, .ready([all]), .put(.gatedPods, pod("service/db/pg uptime=5s")),
                .put(.services, TestObjects.service("pg")),
                .put(.endpointSlices, TestObjects.slice("e", of: "pg", ready: 1)), .ask("a", pod: "web", uid: "u1"),
                .wait(4), .tell(.endpointSlices, [.interrupted(reason: "x")]), .wait(10),
                .tell(.endpointSlices, [.current]), .wait(4), .wait(1),
            ]
        },
        Row(
            "a new connection goes on where the former was",
            [
                "a: service/db/pg uptime=5s waiting TooRecent", "a: replaced",
                "b: service/db/pg uptime=5s waiting TooRecent", "b: service/db/pg uptime=5s ready EndpointsReady",
                "b: released",
            ]
        ) {
            [
                .allReady, .ready([all]), .put(.gatedPods, pod("service/db/pg uptime=5s")),
                .put(.services, TestObjects.service("pg")),
                .put(.endpointSlices, TestObjects.slice("e", of: "pg", ready: 1)), .ask("a", pod: "web", uid: "u1"),
                .wait(4), .ask("b", pod: "web", uid: "u1"), .wait(1),
            ]
        },
    ]

    private static func now(_ offset: Int) -> String { TestWorld().now.adding(seconds: offset).description }

    @Test(arguments: workloads + selectors + uptime)
    func tells(row: Row) {
        var world = TestWorld()
        world.run(row.steps())
        #expect(world.lines == row.lines)
    }
}
