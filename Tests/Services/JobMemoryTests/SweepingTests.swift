import KubernetesClient
import KubernetesTestKit
import Locking
import Testing

@testable import JobMemory

/// Facts go with the controllers that they are about, and on nothing less than the API server's word.
@Suite("Looking controllers up", .timeLimit(.minutes(5)))
struct SweepingTests {
    /// A replica that remembers `migrate` for a controller.
    private func remembering(
        _ controller: PodController, _ cluster: TestCluster, _ text: String = "job/shop/migrate",
        change: (inout JobMemorySettings) -> Void = { _ in }
    ) async throws -> Replica {
        let replica = try Replica(cluster, change: change)
        try await replica.becomeReady()
        try replica.see(text, by: controller)
        try await eventually { try replica.recalls(by: controller) }
        return replica
    }

    private func sweep(_ replica: Replica) async throws {
        await replica.memory.sweep()
        replica.memory.wake.ring()
        try await eventually { replica.memory.state.withLock { !$0.keeper.hasWork } }
    }

    @Test func aReplicaSetThatIsGoneTakesItsFactsAlong() async throws {
        try await TestCluster.run { cluster in
            try cluster.put("ReplicaSet", "my-api-57b6f7c45f", uid: "rs-1")
            let replica = try await remembering(Facts.replicaSet(), cluster)
            try await sweep(replica)
            #expect(try replica.recalls(), "never while it lives")
            cluster.cluster.remove("replicasets", "my-api-57b6f7c45f", namespace: "shop")
            try await sweep(replica)
            #expect(try !replica.recalls())
            #expect(cluster.record == #"{"version":1,"facts":[]}"#)
            // It is counted after the record is known to be written.
            try await eventually { replica.metric("k8s_wait_job_memory_dropped_total") == "1" }
            await replica.stop()
        }
    }

    @Test func anotherReplicaSetOfTheSameNameIsAnother() async throws {
        try await TestCluster.run { cluster in
            try cluster.put("ReplicaSet", "my-api-57b6f7c45f", uid: "rs-9")
            let replica = try await remembering(Facts.replicaSet(), cluster)
            try await sweep(replica)
            #expect(try !replica.recalls())
            await replica.stop()
        }
    }

    @Test(arguments: [
        Fault.Action.status(403, retryAfter: nil), .status(404, retryAfter: nil), .status(500, retryAfter: nil), .gone,
        .hangUp,
    ]) func nothingIsDroppedOnDoubt(action: Fault.Action) async throws {
        try await TestCluster.run { cluster in
            let replica = try await remembering(Facts.replicaSet(), cluster)
            cluster.cluster.add(Fault(action, verb: "get", resource: "replicasets"))
            try await sweep(replica)
            #expect(cluster.cluster.access.count("get", "replicasets") > 0)
            #expect(try replica.recalls())
            await replica.stop()
        }
    }

    @Test func aRevisionOfAStatefulSetGoesWithItsControllerRevision() async throws {
        try await TestCluster.run { cluster in
            try cluster.put("ControllerRevision", "postgres-5c896b8cf6", uid: "cr-1", owner: "sts-1")
            let replica = try await remembering(Facts.statefulSet(), cluster)
            try await sweep(replica)
            #expect(try replica.recalls(by: Facts.statefulSet()))
            try cluster.put("ControllerRevision", "postgres-5c896b8cf6", uid: "cr-1", owner: "sts-2")
            try await sweep(replica)
            #expect(try !replica.recalls(by: Facts.statefulSet()), "it is another StatefulSet's")
            await replica.stop()
        }
    }

    @Test func rememberAlwaysOutlivesTheRevisionButNotTheOwner() async throws {
        try await TestCluster.run { cluster in
            try cluster.put("Deployment", "my-api", uid: "d-1")
            let text = "job/shop/migrate remember=always"
            let replica = try await remembering(Facts.replicaSet(), cluster, text)
            let next = Facts.replicaSet("6d4cf56db6", uid: "rs-2")
            try await sweep(replica)
            #expect(try replica.recalls(text, by: next) && !replica.recalls(by: next))
            cluster.cluster.remove("deployments", "my-api", namespace: "shop")
            try await sweep(replica)
            #expect(try !replica.recalls(text, by: next))
            await replica.stop()
        }
    }

    @Test func aFullRecordMakesRoomByDroppingTheDeadAndThenRefuses() async throws {
        try await TestCluster.run { cluster in
            let live = Facts.replicaSet("6d4cf56db6", uid: "rs-2")
            try cluster.put("ReplicaSet", "my-api-6d4cf56db6", uid: "rs-2")
            let replica = try await remembering(Facts.replicaSet(), cluster) { $0.byteLimit = 360 }
            try replica.see(by: live)
            try await eventually { try replica.recalls(by: live) }
            #expect(try !replica.recalls(), "its ReplicaSet was not there")
            let third = Facts.replicaSet("7f9c", uid: "rs-3")
            replica.memory.state.withLock { $0.isSweepDue = false }
            try replica.see(by: third)
            try await eventually {
                try !replica.recalls(by: live) || replica.metric("k8s_wait_job_memory_refused_total") != "0"
            }
            #expect(try replica.recalls(by: live) && !replica.recalls(by: third))
            await replica.stop()
        }
    }

    @Test func onlyTheLeaderLooksControllersUpAndAnybodyWrites() async throws {
        try await TestCluster.run { cluster in
            let replica = try Replica(cluster, leads: false)
            try await replica.becomeReady()
            try replica.see(by: Facts.replicaSet())
            try await eventually { try replica.recalls() }
            #expect(cluster.record?.contains("migrate") == true)
            try await sweep(replica)
            #expect(cluster.cluster.access.count("get", "replicasets") == 0)
            #expect(try replica.recalls())
            replica.leadership.isOurs.withLock { $0 = true }
            try await sweep(replica)
            #expect(try !replica.recalls())
            await replica.stop()
        }
    }

    @Test func factsWithoutRoomWaitUntilTheLeaderHasMadeSome() async throws {
        try await TestCluster.run { cluster in
            try cluster.put("ReplicaSet", "my-api-57b6f7c45f", uid: "rs-1")
            let leader = try await remembering(Facts.replicaSet(), cluster) { $0.byteLimit = 360 }
            let other = try Replica(cluster, leads: false) { $0.byteLimit = 360 }
            try await other.becomeReady()
            let next = Facts.replicaSet("6d4cf56db6", uid: "rs-2")
            try cluster.put("ReplicaSet", "my-api-6d4cf56db6", uid: "rs-2")
            try other.see(by: next)
            other.memory.wake.ring()
            #expect(try !other.recalls(by: next) && leader.recalls())
            cluster.cluster.remove("replicasets", "my-api-57b6f7c45f", namespace: "shop")
            try await sweep(leader)
            try await eventually { try other.recalls(by: next) }
            #expect(other.metric("k8s_wait_job_memory_refused_total") == "0")
            await leader.stop()
            await other.stop()
        }
    }

    @Test func factsThatNobodyMakesRoomForAreGivenUpInTheEnd() async throws {
        try await TestCluster.run { cluster in
            let replica = try Replica(cluster, leads: false) { $0.byteLimit = 360 }
            try await replica.becomeReady()
            try replica.see(by: Facts.replicaSet())
            try await eventually { try replica.recalls() }
            try replica.see(by: Facts.replicaSet("6d4cf56db6", uid: "rs-2"))
            try await eventually {
                replica.memory.state.withLock { $0.isPatienceOver = true }
                replica.memory.wake.ring()
                return replica.metric("k8s_wait_job_memory_refused_total") == "1"
            }
            #expect(replica.memory.state.withLock { !$0.keeper.hasWork })
            #expect(try replica.recalls() && cluster.cluster.access.count("get", "replicasets") == 0)
            await replica.stop()
        }
    }
}
