import KubernetesClient
import Readiness
import StatusAPI
import Testing

@testable import StatusServer

/// What an event costs: no more than it touches, and one judgement however many see the same.
@Suite struct SharingTests {
    private func world(pods: Int, for dependency: (Int) -> String) -> TestWorld {
        var world = TestWorld()
        world.run(.allReady)
        for number in 0..<pods {
            world.run(
                .put(
                    .gatedPods,
                    TestObjects.pod("p\(number)", uid: "u\(number)", arguments: ["for", dependency(number)])))
        }
        return world
    }

    @Test func oneJudgementAndOneLineForAll() throws {
        var world = world(pods: 500) { _ in "service/db/pg" }
        world.run(.put(.services, TestObjects.service("pg")))
        for number in 0..<500 {
            _ = try world.begin(pod: "p\(number)", uid: "u\(number)")
            world.run(.wait(number % 7 == 0 ? 1 : 0))
        }
        let before = world.registry.judgementCount
        let actions = world.receive(
            .endpointSlices, [.applied(TestObjects.slice("pg-1", of: "pg", ready: 0, notReady: 1)[...])])
        #expect(world.registry.judgementCount - before <= 2)
        #expect(world.registry.dependencyCount == 1)
        let lines = actions.compactMap { action -> VerdictLine? in
            guard case .show(_, _, let line) = action else { return nil }
            return line
        }
        #expect(lines.count == 500)
        #expect(lines.allSatisfy { $0 === lines[0] })
        let released = world.receive(.endpointSlices, [.applied(TestObjects.slice("pg-1", of: "pg", ready: 1)[...])])
        #expect(released.filter { if case .end(_, .released) = $0 { true } else { false } }.count == 500)
        #expect(world.registry.count == 0)
        #expect(world.registry.dependencyCount == 0)
    }

    @Test(arguments: [10, 1000])
    func anEventJudgesOnlyWhatItTouches(unrelated: Int) throws {
        var world = world(pods: unrelated) { "service/db/s\($0)" }
        for number in 0..<unrelated { _ = try world.begin(pod: "p\(number)", uid: "u\(number)") }
        let before = world.registry.judgementCount
        let actions = world.receive(.services, [.applied(TestObjects.service("s3")[...])])
        #expect(world.registry.judgementCount - before == 1)
        #expect(actions.count == 1)
        #expect(world.receive(.services, [.applied(TestObjects.service("unwanted")[...])]).isEmpty)
        #expect(world.registry.judgementCount - before == 1)
    }

    /// By whatever a dependency finds its objects, an event of another object judges nothing.
    @Test(arguments: [10, 1000])
    func anEventJudgesOnlyWhatItTouchesByLabelsToo(unrelated: Int) throws {
        var world = world(pods: unrelated) { number in
            number % 2 == 0 ? "job/db/(app=a\(number))" : "deployment/db/(app=a\(number),tier in (x,y))"
        }
        for number in 0..<unrelated { _ = try world.begin(pod: "p\(number)", uid: "u\(number)") }
        let before = world.registry.judgementCount
        let job = { (labels: [String: String]) in TestObjects.job("j", uid: "1", .active, labels: labels) }
        #expect(world.receive(.jobs, [.applied(job(["app": "a4", "tier": "x"])[...])]).count == 1)
        #expect(world.registry.judgementCount - before == 1)
        #expect(world.receive(.jobs, [.applied(job(["app": "a6"])[...])]).count == 2)
        #expect(world.registry.judgementCount - before == 3)
        #expect(world.receive(.jobs, [.applied(job(["app": "none"])[...])]).count == 1)
        let api = TestObjects.workload("api", labels: ["app": "a5", "tier": "z"], ready: false)
        #expect(world.receive(.deployments, [.applied(api[...])]).isEmpty)
        #expect(world.registry.judgementCount - before == 4)
    }

    @Test func anEventOnOneNodeJudgesOnlyForPodsThere() throws {
        var world = TestWorld()
        let pods = WatchedCollection.pods(inNamespace: "db")
        world.run([
            .allReady, .ready([pods]), .put(.daemonSets, TestObjects.workload("dns", uid: "ds", ready: true)),
        ])
        for number in 0..<200 {
            let pod = TestObjects.pod(
                "p\(number)", uid: "u", arguments: ["for", "daemonset/db/dns"], node: "n\(number % 100)")
            world.run(.put(.gatedPods, pod))
            _ = try world.begin(pod: "p\(number)", uid: "u")
        }
        let before = world.registry.judgementCount
        let ready = TestObjects.backend("d7", uid: "7", ready: true, node: "n7", controller: "ds")
        let released = world.receive(pods, [.applied(ready[...])]).filter {
            if case .end(_, .released) = $0 { true } else { false }
        }
        #expect(released.count == 2)
        #expect(world.registry.judgementCount - before <= 2)
    }

    /// An object that is written without a change of what is kept of it touches nothing.
    @Test func anUnchangedObjectIsNotJudgedAgain() throws {
        var world = world(pods: 1) { _ in "service/db/pg" }
        world.run(.put(.services, TestObjects.service("pg")))
        _ = try world.begin(pod: "p0", uid: "u0")
        let before = world.registry.judgementCount
        #expect(world.receive(.services, [.applied(TestObjects.service("pg")[...])]).isEmpty)
        #expect(world.registry.judgementCount == before)
    }

    /// The start of the wait decides when a failed Job is final: those who see the same still share.
    @Test func waitsThatBeganAtDifferentTimesAreJudgedEachByItsOwn() throws {
        var world = world(pods: 64) { _ in "job/db/mig on-failure=fail" }
        for number in 0..<64 {
            _ = try world.begin(pod: "p\(number)", uid: "u\(number)")
            world.run(.wait(1))
        }
        _ = world.takeLines()
        let time = world.now
        world.run(.put(.jobs, TestObjects.job("mig", uid: "j", .failed, at: time.adding(seconds: -50).description)))
        // Those that began more than 30 s ago fail now, the others one by one as their own 30 s are over.
        #expect(world.registry.count == 30 - 1)
        world.run(.wait(10))
        #expect(world.registry.count == 30 - 11)
        world.run(.wait(30))
        #expect(world.registry.count == 0)
    }

    @Test func aWaitThatLeavesTakesNobodyElsesPlace() throws {
        var world = world(pods: 50) { "service/db/s\($0 % 3)" }
        var ids: [WaitID] = []
        for number in 0..<50 { ids.append(try world.begin(pod: "p\(number)", uid: "u\(number)").id) }
        for number in stride(from: 0, to: 50, by: 2) { world.leave(ids[number]) }
        world.run(.put(.services, TestObjects.service("s0"), TestObjects.service("s1"), TestObjects.service("s2")))
        let slices = (0..<3).map {
            TextEvent.applied(TestObjects.slice("e\($0)", of: "s\($0)", ready: 1)[...])
        }
        let ended = world.receive(.endpointSlices, slices).compactMap { action -> WaitID? in
            guard case .end(let id, .released) = action else { return nil }
            return id
        }
        #expect(Set(ended) == Set(stride(from: 1, to: 50, by: 2).map { ids[$0] }))
        #expect(world.registry.count == 0)
        #expect(world.registry.dependencyCount == 0)
        #expect(WatchedCollection.everyWhole.allSatisfy { !world.registry.isWanted($0) })
    }
}
