import CoreTestKit
import Dependencies
import KubernetesClient
import StatusAPI
import Testing

@testable import StatusServer

/// Random histories of every kind against a model of a few lines: nobody is released by what is not so, nobody is forgotten.
@Suite struct ReleasePropertyTests {
    typealias Thing = PropertyModel.Thing

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    @Test(arguments: 0..<30)
    func releasesExactlyWhoeverIsReady(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var model = PropertyModel()
        var world = Self.world()
        var pods = 0
        for step in 0..<400 {
            let actions = try act(&random, &world, &model, &pods)
            model.look()
            try check(actions, step, &model)
            #expect(world.registry.count == model.waits.count)
        }
        #expect(pods > 20)
        #expect(pods - model.waits.count - model.left > 5, "hardly anybody was released")
    }

    /// A registry in which everything has been listed, and there is nothing but DaemonSets.
    private static func world() -> TestWorld {
        var settings = StatusServerSettings()
        settings.allowedKinds = AllowedKinds("widgets.example.com,configmaps")
        var world = TestWorld(settings: settings)
        world.run(.allReady)
        world.run(.ready(Array(PropertyModel().trusted.filter { !$0.isWhole })))
        for name in PropertyModel.names {
            world.run(.put(.daemonSets, TestObjects.workload(name, uid: "ds-\(name)", ready: true)))
        }
        return world
    }

    private func check(_ actions: [WaitAction], _ step: Int, _ model: inout PropertyModel) throws {
        for action in actions {
            switch action {
            case .end(let id, .released):
                let texts = (model.waits[id] ?? []).map(\.text)
                guard model.isReady(id) else {
                    throw Failure(description: "step \(step): released, but not all of \(texts) are ready")
                }
                guard model.probing[id] == nil else {
                    throw Failure(description: "step \(step): \(texts) has probes, and was released")
                }
                model.waits[id] = nil
            case .ready(let id, let isReady):
                model.probing[id] = isReady
            default:
                break
            }
        }
        for (id, questions) in model.waits {
            if let told = model.probing[id] {
                guard told != model.isReady(id) else { continue }
                throw Failure(
                    description: "step \(step): \(questions.map(\.text)) was told \(told) last, which is wrong")
            } else if model.isReady(id) {
                throw Failure(description: "step \(step): \(questions.map(\.text)) are all ready, nobody was released")
            }
        }
    }

    private func act(
        _ random: inout SeededGenerator, _ world: inout TestWorld, _ model: inout PropertyModel, _ pods: inout Int
    ) throws -> [WaitAction] {
        guard let thing = PropertyModel.things.randomElement(using: &random) else { return [] }
        let collection = PropertyModel.collection(of: thing)
        switch random.next() % 15 {
        case 0, 1, 2:
            return try begin(&random, &world, &model, &pods)
        case 3:
            guard let id = anyWait(&random, model) else { return [] }
            model.waits[id] = nil
            model.left += 1
            world.leave(id)
            return []
        case 4, 5, 6, 7, 8:
            let isReady = random.next() % 3 != 0
            // A Service by itself is neither ready nor not: its endpoints are.
            model.standings[thing] = isReady || thing.kind == "service" ? .ready : .unready
            let object = PropertyModel.object(thing, ready: isReady, uid: "\(random.next() % 1000)")
            return world.receive(collection, [.applied(object[...])])
        case 9:
            model.standings[thing] = nil
            return world.receive(
                collection, [.deleted(PropertyModel.object(thing, ready: false, uid: "any")[...])])
        case 10:
            model.trusted.remove(collection)
            return world.receive(collection, [random.next() % 2 == 0 ? .interrupted(reason: "gone") : .forbidden("no")])
        case 14:
            return try replace(&random, &world, &model)
        case 11:
            return relist(collection, &world, &model)
        default:
            model.trusted.insert(collection)
            return world.receive(collection, [.current])
        }
    }

    private func anyWait(_ random: inout SeededGenerator, _ model: PropertyModel) -> WaitID? {
        model.waits.keys.sorted { ($0.slot, $0.generation) < ($1.slot, $1.generation) }.randomElement(using: &random)
    }

    /// The pod asks again, or somebody else who has made up what he has seen.
    private func replace(
        _ random: inout SeededGenerator, _ world: inout TestWorld, _ model: inout PropertyModel
    ) throws -> [WaitAction] {
        guard let old = anyWait(&random, model), let number = model.pods[old] else { return [] }
        let jobs = random.next() % 2 == 0 ? [] : PropertyModel.things.filter { $0.kind == "job" }
        let (new, actions) = try world.begin(
            pod: "p\(number)", uid: "u\(number)", completed: jobs.map { "db/\($0.name)/made-up" })
        model.replace(old, by: new, claiming: Set(jobs))
        return actions + world.discover(PropertyModel.widget)
    }

    /// Lists a collection anew, with all that is in it.
    private func relist(
        _ collection: WatchedCollection, _ world: inout TestWorld, _ model: inout PropertyModel
    ) -> [WaitAction] {
        model.trusted.insert(collection)
        var events: [TextEvent] = [.listing]
        for thing in PropertyModel.things where PropertyModel.collection(of: thing) == collection {
            guard let standing = model.standings[thing] else { continue }
            let object = PropertyModel.object(thing, ready: standing == .ready, uid: "listed")
            events.append(.applied(object[...]))
        }
        return world.receive(collection, events + [.listed, .current])
    }

    private func begin(
        _ random: inout SeededGenerator, _ world: inout TestWorld, _ model: inout PropertyModel, _ pods: inout Int
    ) throws -> [WaitAction] {
        pods += 1
        let wanted = Array(PropertyModel.questions.shuffled(using: &random).prefix(Int(random.next() % 3) + 1))
        let hasProbes = random.next() % 6 == 0
        let arguments = ["for"] + wanted.map(\.text) + (hasProbes ? ["dns/example.com"] : [])
        world.run(
            .put(.gatedPods, TestObjects.pod("p\(pods)", uid: "u\(pods)", arguments: arguments, node: "node")))
        let (id, actions) = try world.begin(pod: "p\(pods)", uid: "u\(pods)")
        model.waits[id] = wanted
        model.pods[id] = pods
        model.seenComplete[id] = []
        model.probing[id] = hasProbes ? false : nil
        return actions + world.discover(PropertyModel.widget)
    }
}
