import Dependencies
import LiveWorkloads
import Testing
import WaitGraph

/// What admission asks of live pods.
struct SupposedWorkloadTests {
    private static let postgres = """
        postgres-0 of StatefulSet/postgres in db app=postgres waits service/shop/api
        Service api in shop app=api
        Service postgres in db app=postgres
        """

    private static func api(
        _ labels: [String: String] = ["app": "api"], waits: String = "service/db/postgres", pods: Int? = nil
    ) throws -> WorkloadNode {
        WorkloadNode(
            WorkloadReference(.deployment, "shop", "api"), podLabels: labels, pods: pods,
            waits: [try Dependency(canonical: waits)])
    }

    private static let circle = "shop/api → Service db/postgres → db/postgres → Service shop/api"

    @Test func theSecondOfTwoIsToldOfTheCircle() throws {
        let cluster = try Cluster(Self.postgres)
        for node in [
            try Self.api(), try Self.api(["app": "api", "pod-template-hash": "5d8c"]), try Self.api(pods: 3),
        ] {
            let answer = cluster.live.answer(supposing: node) { _ in [] }
            #expect(Cluster.text(answer) == Self.circle)
            guard case .circle(let found) = answer else { continue }
            #expect(found.begun(at: node.reference) == found)
        }
    }

    @Test func podsThatRunAreHeeded() throws {
        var cluster = try Cluster(Self.postgres)
        try cluster.add("api-77aa-1 of ReplicaSet/api-77aa in shop app=api pod-template-hash=77aa")
        #expect(cluster.live.answer(supposing: try Self.api()) { _ in [] } == .none)
        // Those of other labels are another part.
        let other = try Self.api(["app": "api", "version": "2"])
        #expect(cluster.live.answer(supposing: other) { _ in [] } == .none)
        try cluster.add("Service api in shop app=api version=2")
        #expect(Cluster.text(cluster.live.answer(supposing: other) { _ in [] }) == Self.circle)
    }

    @Test func whatItWaitedForBeforeIsNot() throws {
        var cluster = try Cluster(Self.postgres)
        try cluster.add(
            "api-77aa-1 of ReplicaSet/api-77aa in shop app=api pod-template-hash=77aa waits service/db/postgres")
        #expect(cluster.live.answer(supposing: try Self.api(waits: "service/db/other")) { _ in [] } == .none)
        #expect(Cluster.text(cluster.live.answer(supposing: try Self.api()) { _ in [] }) == Self.circle)
    }

    /// A policy holds for pods to come. Those that wait were let in with what held then, and those past their waits are
    /// there already.
    @Test func policiesAreForPodsToCome() throws {
        let wait = try Dependency(canonical: "service/shop/api")
        func isOfDatabase(_ node: WorkloadNode) -> [Dependency] { node.reference.namespace == "db" ? [wait] : [] }
        let waiting = try Cluster(
            Self.postgres.replacing("waits service/shop/api", with: "waits service/other/thing"))
        #expect(waiting.live.answer(supposing: try Self.api(), further: isOfDatabase) == .none)
        let running = try Cluster(Self.postgres.replacing(" waits service/shop/api", with: ""))
        #expect(running.live.answer(supposing: try Self.api(), further: isOfDatabase) == .none)
        // One more than runs already will be such a pod.
        let two = try Self.api(waits: "service/db/postgres min=2")
        #expect(Cluster.text(running.live.answer(supposing: two, further: isOfDatabase)) == Self.circle)
        // What admission asks about says itself what its pods will wait for.
        let own = try Self.api(waits: "service/shop/nothing")
        #expect(running.live.answer(supposing: own) { _ in [wait] } == .none)
    }

    @Test func workIsBounded() throws {
        var cluster = try Cluster("Service api in shop app=api")
        for index in 0..<40 { try cluster.add("p\(index) of ReplicaSet/r\(index) in shop app=api waits service/a/b") }
        let node = try Self.api(waits: "service/shop/api")
        #expect(cluster.live.answer(supposing: node, limit: 20) { _ in [] } == .notKnown)
        #expect(cluster.live.answer(supposing: node) { _ in [] } == .none)
    }
}
