import KubernetesClient
import KubernetesTestKit
import Locking
import Testing

@testable import JobMemory

/// Replicas that share a record through the API server.
@Suite("Job memory", .timeLimit(.minutes(5)))
struct JobMemoryTests {
    static let other = Facts.replicaSet("6d4cf56db6", uid: "rs-2")

    @Test func whatOneReplicaSawAllRemember() async throws {
        try await TestCluster.run { cluster in
            let (one, two) = (try Replica(cluster), try Replica(cluster))
            try await one.becomeReady()
            try await two.becomeReady()
            try one.see()
            try await eventually { try two.recalls() }
            try await eventually { two.wasTold(of: "migrate") }
            // The other may hear of the record before the answer to its own write is here.
            try await eventually { try one.recalls() }
            #expect(try !one.recalls(by: Self.other) && !one.recalls("job/shop/seed"))
            #expect(try !two.recalls("job/shop/migrate remember=false"))
            await one.stop()
            await two.stop()
        }
    }

    @Test func aServerThatStartsAnewRemembers() async throws {
        try await TestCluster.run { cluster in
            let first = try Replica(cluster)
            try first.see()
            try await eventually { cluster.record?.contains("migrate") == true }
            await first.stop()
            let second = try Replica(cluster)
            #expect(try !second.recalls(), "nothing is known yet")
            try await eventually { try second.recalls() }
            try await eventually { second.wasTold(of: "migrate") }
            await second.stop()
        }
    }

    @Test func aFactCountsOnlyOnceItIsStored() async throws {
        try await TestCluster.run { cluster in
            let replica = try Replica(cluster)
            try await replica.becomeReady()
            cluster.cluster.add(Fault(.silence, verb: "create", resource: "configmaps"))
            try replica.see()
            try await eventually { cluster.cluster.access.count("create", "configmaps") == 1 }
            #expect(try !replica.recalls())
            await replica.stop()
        }
    }

    @Test func replicasThatWriteAtTheSameTimeLoseNothing() async throws {
        try await TestCluster.run { cluster in
            let replicas = try (0..<3).map { _ in try Replica(cluster) }
            for replica in replicas { try await replica.becomeReady() }
            for number in 0..<10 {
                for (index, replica) in replicas.enumerated() { try replica.see("job/shop/j\(number)-\(index)") }
                await Task.yield()
            }
            for replica in replicas {
                try await eventually { replica.memory.state.withLock { $0.keeper.record.count } == 30 }
            }
            let written = try MemoryRecord(json: Array((cluster.record ?? "").utf8).span)
            #expect(written.count == 30)
            for replica in replicas { await replica.stop() }
        }
    }

    @Test(arguments: ["garbage", #"{"version":2,"facts":[]}"#])
    func aTextThatIsNotUnderstoodIsLeftAloneUntilItIsDeleted(text: String) async throws {
        try await TestCluster.run { cluster in
            try cluster.putRecord(text)
            let replica = try Replica(cluster)
            try await replica.becomeReady()
            try replica.see()
            try await eventually { replica.metric("k8s_wait_job_memory_readable") == "0" }
            #expect(try !replica.recalls() && cluster.record == text)
            cluster.cluster.remove("configmaps", "k8s-wait-job-memory", namespace: "k8s-wait")
            try await eventually { try replica.recalls() }
            #expect(cluster.record?.contains("migrate") == true)
            #expect(replica.metric("k8s_wait_job_memory_readable") == "1")
            await replica.stop()
        }
    }

    @Test func aRecordThatTurnsToGarbageIsNotBelievedAnyMore() async throws {
        try await TestCluster.run { cluster in
            let replica = try Replica(cluster)
            try await replica.becomeReady()
            try replica.see()
            try await eventually { try replica.recalls() }
            try cluster.putRecord("garbage")
            try await eventually { try !replica.recalls() }
            await replica.stop()
        }
    }

    @Test func whatElseIsInTheConfigMapStays() async throws {
        try await TestCluster.run { cluster in
            try cluster.putRecord(#"{"version":1,"facts":[]}"#)
            let replica = try Replica(cluster)
            try await replica.becomeReady()
            try replica.see()
            try await eventually { try replica.recalls() }
            let map = cluster.cluster.object("configmaps", "k8s-wait-job-memory", namespace: "k8s-wait")
            #expect(map?.at("data", "else")?.string == "kept" && map?.at("metadata", "labels", "app")?.string == "kept")
            await replica.stop()
        }
    }

    @Test func aNamespaceThatWasCreatedAnewIsAnother() async throws {
        try await TestCluster.run { cluster in
            let replica = try Replica(cluster)
            try await replica.becomeReady()
            try replica.see()
            try await eventually { try replica.recalls() }
            cluster.cluster.remove("namespaces", "shop")
            try await eventually { try !replica.recalls() }
            try cluster.makeNamespace("shop")
            try await eventually { replica.memory.state.withLock { $0.namespaces["shop"] != nil } }
            #expect(try !replica.recalls())
            await replica.stop()
        }
    }

    @Test func whileTheNamespacesCannotBeWatchedNothingIsRemembered() async throws {
        try await TestCluster.run { cluster in
            cluster.cluster.add(Fault(.status(403, retryAfter: nil), resource: "namespaces"))
            let replica = try Replica(cluster)
            try replica.see()
            try await eventually { cluster.cluster.access.count("list", "namespaces") > 0 }
            #expect(try !replica.recalls())
            await replica.stop()
        }
    }

    @Test func withoutANamespaceOfOursMemoryIsTheProcesssOwn() async throws {
        try await TestCluster.run { cluster in
            let replica = try Replica(cluster) { $0.namespace = nil }
            try replica.see()
            try await eventually { try replica.recalls() }
            #expect(cluster.record == nil && cluster.cluster.access.count("*", "configmaps") == 0)
            await replica.stop()
        }
    }
}
