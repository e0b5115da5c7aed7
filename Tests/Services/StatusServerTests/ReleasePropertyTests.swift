import CoreTestKit
import KubernetesClient
import StatusAPI
import Testing

@testable import StatusServer

/// Random histories against a model of a few lines: nobody is released by what is not so, nobody is forgotten.
@Suite struct ReleasePropertyTests {
    /// What is true of the cluster, and whether the server can know it.
    struct Model {
        var services: Set<String> = []
        var readyEndpoints: [String: Int] = [:]
        var completeJobs: Set<String> = []
        var trusted: Set<WatchedCollection> = Set(WatchedCollection.everyWhole)
        /// What each wait asks for.
        var waits: [WaitID: [String]] = [:]
        /// The Jobs that each wait has been shown as complete.
        var seenComplete: [WaitID: Set<String>] = [:]
        /// Jobs that are there, complete or not.
        var jobs: Set<String> = []

        func isReady(_ dependency: String, for wait: WaitID) -> Bool {
            let name = String(dependency.split(separator: "/").last ?? "")
            if dependency.hasPrefix("service/") {
                return trusted.isSuperset(of: [.services, .endpointSlices]) && services.contains(name)
                    && readyEndpoints[name, default: 0] > 0
            }
            guard trusted.contains(.jobs) else { return false }
            if jobs.contains(name) { return completeJobs.contains(name) }
            return seenComplete[wait]?.contains(name) == true
        }

        func isReleasable(_ wait: WaitID) -> Bool { waits[wait]?.allSatisfy { isReady($0, for: wait) } == true }

        /// What the waits are shown at this moment.
        mutating func look() {
            guard trusted.contains(.jobs) else { return }
            for (wait, dependencies) in waits {
                for dependency in dependencies where dependency.hasPrefix("job/") {
                    let name = String(dependency.split(separator: "/").last ?? "")
                    if completeJobs.contains(name) { seenComplete[wait, default: []].insert(name) }
                }
            }
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    @Test(arguments: 0..<40)
    func releasesExactlyWhoeverIsReady(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var world = TestWorld()
        var model = Model()
        world.run(.allReady)
        var pods = 0
        for step in 0..<300 {
            let actions = try act(&random, &world, &model, &pods)
            model.look()
            for action in actions {
                guard case .end(let id, .released) = action else { continue }
                guard model.isReleasable(id) else {
                    throw Failure(
                        description: "step \(step): released, but not all of \(model.waits[id] ?? []) are ready")
                }
                model.waits[id] = nil
            }
            if let forgotten = model.waits.first(where: { model.isReleasable($0.key) }) {
                throw Failure(description: "step \(step): \(forgotten.value) are all ready, nobody was released")
            }
            #expect(world.registry.count == model.waits.count)
        }
        #expect(pods > 20)
    }

    private func act(
        _ random: inout SeededGenerator, _ world: inout TestWorld, _ model: inout Model, _ pods: inout Int
    ) throws -> [WaitAction] {
        let name = "n\(Int(random.next() % 4))"
        switch random.next() % 14 {
        case 0, 1, 2:
            return try begin(&random, &world, &model, &pods)
        case 3:
            let ids = model.waits.keys.sorted { ($0.slot, $0.generation) < ($1.slot, $1.generation) }
            guard let id = ids.randomElement(using: &random) else { return [] }
            model.waits[id] = nil
            world.leave(id)
            return []
        case 4, 5:
            model.services.insert(name)
            return world.receive(.services, [.applied(TestObjects.service(name)[...])])
        case 6:
            model.services.remove(name)
            return world.receive(.services, [.deleted(TestObjects.service(name)[...])])
        case 7, 8:
            let ready = Int(random.next() % 3)
            model.readyEndpoints[name] = ready
            return world.receive(
                .endpointSlices, [.applied(TestObjects.slice("\(name)-1", of: name, ready: ready, notReady: 1)[...])])
        case 9, 10:
            let isComplete = random.next() % 2 == 0
            model.jobs.insert(name)
            if isComplete { model.completeJobs.insert(name) } else { model.completeJobs.remove(name) }
            let uid = "j\(random.next() % 1000)"
            return world.receive(
                .jobs, [.applied(TestObjects.job(name, uid: uid, isComplete ? .complete : .active)[...])])
        case 11:
            model.jobs.remove(name)
            model.completeJobs.remove(name)
            return world.receive(.jobs, [.deleted(TestObjects.job(name, uid: "any", .active)[...])])
        case 12:
            let kind: WatchedCollection = [.services, .endpointSlices, .jobs][Int(random.next() % 3)]
            model.trusted.remove(kind)
            return world.receive(kind, [random.next() % 2 == 0 ? .interrupted(reason: "gone") : .forbidden("no")])
        default:
            let kind: WatchedCollection = [.services, .endpointSlices, .jobs][Int(random.next() % 3)]
            model.trusted.insert(kind)
            return world.receive(kind, [.current])
        }
    }

    private func begin(
        _ random: inout SeededGenerator, _ world: inout TestWorld, _ model: inout Model, _ pods: inout Int
    ) throws -> [WaitAction] {
        pods += 1
        let all = (0..<4).flatMap { ["service/db/n\($0)", "job/db/n\($0)"] }
        let wanted = Array(all.shuffled(using: &random).prefix(Int(random.next() % 3) + 1))
        world.run(.put(.gatedPods, TestObjects.pod("p\(pods)", uid: "u\(pods)", arguments: ["for"] + wanted)))
        let (id, actions) = try world.begin(pod: "p\(pods)", uid: "u\(pods)")
        model.waits[id] = wanted
        model.seenComplete[id] = []
        return actions
    }
}
