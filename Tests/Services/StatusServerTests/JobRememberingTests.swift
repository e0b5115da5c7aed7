import Dependencies
import KubernetesClient
import Locking
import Readiness
import StatusAPI
import Testing

@testable import StatusServer

/// What the memory of finished Jobs is asked, and what it is told.
@Suite struct JobRememberingTests {
    /// A memory that a test fills.
    private final class Memory: JobRemembering {
        private let known = Locked<Set<String>>([])
        private let told = Locked<[JobSighting]>([])
        private let siblings = Locked<[[String]]>([])

        var sightings: [JobSighting] { told.withLock { $0 } }
        /// The siblings that each question was given.
        var asked: [[String]] { siblings.withLock { $0 } }

        func learn(_ controller: String) { known.withLock { _ = $0.insert(controller) } }

        func remembered(
            _ job: Dependency, for asker: JobAsker, siblings: () -> [GatedPod], now: Timestamp
        ) -> RememberedJob? {
            self.siblings.withLock { $0.append(siblings().map(\.name).sorted()) }
            let isReleased = siblings().contains { $0.containers.contains { $0.ending == .released } }
            guard isReleased || known.withLock({ $0.contains(asker.controller.uid) }) else { return nil }
            return RememberedJob(witness: "a test", completedAt: nil)
        }

        func saw(_ sighting: JobSighting) { told.withLock { $0.append(sighting) } }
    }

    private static func pod(
        _ name: String, _ dependency: String = "job/db/mig", replicaSet: String? = "r1", status: String = "{}"
    ) -> [UInt8] {
        TestObjects.pod(name, uid: "u-\(name)", arguments: ["for", dependency], replicaSet: replicaSet, status: status)
    }

    private static let released =
        #"{"initContainerStatuses":[{"name":"k8s-wait","state":{"terminated":{"exitCode":0,"message":"released"}}}]}"#

    @Test func anAbsentJobIsReadyForWhomMemoryVouches() {
        let memory = Memory()
        memory.learn("r1")
        var world = TestWorld(memory: memory)
        world.run([
            .allReady, .put(.gatedPods, Self.pod("a"), Self.pod("b", replicaSet: "r2"), Self.pod("c", replicaSet: nil)),
            .ask("a", pod: "a", uid: "u-a"), .ask("b", pod: "b", uid: "u-b"), .ask("c", pod: "c", uid: "u-c"),
        ])
        #expect(
            world.takeLines() == [
                "a: job/db/mig ready Remembered", "a: released", "b: job/db/mig waiting NotFound",
                "c: job/db/mig waiting NotFound",
            ])
        memory.learn("r2")
        world.run(.reconsider("mig"))
        #expect(world.takeLines() == ["b: job/db/mig ready Remembered", "b: released"])
    }

    @Test(arguments: ["job/db/mig remember=false", "job/db/(app=x)"])
    func isNotAskedWhereItDoesNotCount(dependency: String) {
        let memory = Memory()
        memory.learn("r1")
        var world = TestWorld(memory: memory)
        world.run([.allReady, .put(.gatedPods, Self.pod("a", dependency)), .ask("a", pod: "a", uid: "u-a")])
        #expect(world.takeLines() == ["a: \(dependency) waiting NotFound"])
        #expect(memory.asked.isEmpty)
    }

    @Test func isNotAskedBeforeTheListIsComplete() {
        let memory = Memory()
        memory.learn("r1")
        var world = TestWorld(memory: memory)
        world.run([.ready([.gatedPods]), .put(.gatedPods, Self.pod("a")), .ask("a", pod: "a", uid: "u-a")])
        #expect(world.takeLines() == ["a: job/db/mig unknown CacheNotSynced"])
        #expect(memory.asked.isEmpty)
    }

    @Test func aSiblingThatIsReleasedIsAProofAtOnce() {
        let memory = Memory()
        var world = TestWorld(memory: memory)
        world.run([
            .allReady, .put(.gatedPods, Self.pod("a"), Self.pod("b"), Self.pod("other", replicaSet: "r2")),
            .ask("a", pod: "a", uid: "u-a"), .put(.gatedPods, Self.pod("b", status: Self.released)),
        ])
        #expect(
            world.takeLines() == [
                "a: job/db/mig waiting NotFound", "a: job/db/mig ready Remembered", "a: released",
            ])
        #expect(memory.asked.allSatisfy { $0 == ["a", "b"] })
    }

    @Test func isToldOnceOfWhatASharedWaitSees() throws {
        let memory = Memory()
        var world = TestWorld(memory: memory)
        world.run([
            .allReady,
            .put(
                .gatedPods, Self.pod("a"), Self.pod("b"), Self.pod("c", replicaSet: "r2"),
                Self.pod("d", replicaSet: nil)),
            .ask("a", pod: "a", uid: "u-a"), .ask("b", pod: "b", uid: "u-b"), .ask("c", pod: "c", uid: "u-c"),
            .ask("d", pod: "d", uid: "u-d"),
            .put(.jobs, TestObjects.job("mig", uid: "j1", .complete, at: "2026-11-21T05:00:00Z")),
        ])
        #expect(memory.sightings.map(\.asker.controller.uid).sorted() == ["r1", "r2"])
        let sighting = try #require(memory.sightings.first)
        #expect(sighting.uid == ObjectUID("j1"))
        #expect(sighting.completedAt == Timestamp(rfc3339: "2026-11-21T05:00:00Z"))
        #expect(sighting.dependency.description == "job/db/mig")
    }

    @Test func whatAClientClaimsIsNotPassedOn() {
        let memory = Memory()
        var world = TestWorld(memory: memory)
        world.run([
            .allReady, .put(.gatedPods, Self.pod("a")),
            .ask("a", pod: "a", uid: "u-a", completed: ["db/mig/j1"]),
        ])
        #expect(world.takeLines() == ["a: job/db/mig ready CompletedEarlier", "a: released"])
        #expect(memory.sightings.isEmpty)
    }
}
