import JSONText
import KubernetesClient
import LoadTestKit
import Readiness
import StatusAPI
import StatusServer

/// What one event costs the server while others wait for other things: the registry alone, in this process.
struct EventBenchmark {
    /// How many dependencies there are that the event does not concern.
    private static let sizes = [10, 100, 1_000, 10_000, 100_000]
    private static let dependenciesPerPod = 10
    private static let rounds = 15
    private static let eventsPerRound = 2_000

    /// Measures each size in turn, round by round, and compares the medians of the largest and the smallest.
    func run() throws -> [Figure] {
        var scenes = try Self.sizes.map { try Scene(unrelated: $0) }
        var times = Self.sizes.map { _ in [Double]() }
        for _ in 0..<Self.rounds {
            for index in scenes.indices { times[index].append(try scenes[index].measure(Self.eventsPerRound)) }
        }
        let medians = times.map(median)
        let rows = zip(Self.sizes, medians).dropFirst().map { size, time in
            Figure(
                name: size == Self.sizes.last ? "event" : "event-\(size)", value: time, unit: "µs",
                reference: medians[0], comparison: "with \(Self.sizes[0]) unrelated",
                goal: size == Self.sizes.last ? .ratioAtMost(1.5) : nil)
        }
        return rows.reversed()
    }

    /// A registry with many waits, and two states of the Service that one of them waits for.
    private struct Scene {
        private var registry: WaitRegistry
        private let changes: [ReflectorEvent<DecodedObject>]
        private let now = Timestamp(seconds: 1_795_300_000)

        init(unrelated count: Int) throws {
            var settings = StatusServerSettings()
            settings.maximumWaits = count + 1
            settings.maximumWaitsPerPeer = count + 1
            registry = WaitRegistry(settings: settings)
            changes = try (1...2).map { endpoints in
                .applied(try Self.read(Cluster.slice("awaited", endpoints: endpoints), of: .endpointSlices))
            }
            let dependencies = (0..<count).map(Self.dependency)
            let questions =
                stride(from: 0, to: count, by: EventBenchmark.dependenciesPerPod).map {
                    Array(dependencies[$0..<min($0 + EventBenchmark.dependenciesPerPod, count)])
                } + [["service/\(Cluster.namespace)/awaited"]]
            let pods = questions.indices.map { Cluster.identity("waiting-\($0)", number: $0) }
            try tell(.gatedPods, zip(pods, questions).map { Cluster.pod($0, waitingForAll: $1) })
            try tell(.services, Cluster.service("awaited").prefix(1).map { $0 })
            try tell(.endpointSlices, [])
            try tell(.jobs, [])
            for pod in pods { _ = try registry.begin(pod, peer: "127.0.0.1", now: now) }
            guard registry.dependencyCount == count + 1 else {
                throw BenchmarkError("\(registry.dependencyCount) dependencies are waited for, not \(count + 1)")
            }
        }

        /// By name and by labels, of two kinds, in the event's own namespace and in another.
        private static func dependency(_ number: Int) -> String {
            switch number % 4 {
            case 0: "service/\(Cluster.namespace)/other-\(number)"
            case 1: "job/\(Cluster.namespace)/other-\(number)"
            case 2: "service/\(Cluster.namespace)/(app=other-\(number))"
            default: "job/elsewhere/(app=other-\(number))"
            }
        }

        private mutating func tell(_ collection: WatchedCollection, _ objects: [String]) throws {
            let applied = try objects.map { ReflectorEvent.applied(try Self.read($0, of: collection)) }
            let events = [.listing] + applied + [.listed, .current]
            _ = registry.receive(events, of: collection, now: now)
        }

        private static func read(_ object: String, of collection: WatchedCollection) throws -> DecodedObject {
            let bytes = Array(object.utf8)
            var reader = JSONReader(bytes.span)
            return try DecodedObject(reading: &reader, of: collection)
        }

        /// The microseconds that an event takes which changes what the one wait is told.
        mutating func measure(_ count: Int) throws -> Double {
            let judged = registry.judgementCount
            var shown = 0
            let time = ContinuousClock().measure {
                for index in 0..<count {
                    shown += registry.receive([changes[index % 2]], of: .endpointSlices, now: now).count
                }
            }
            // The first may repeat what is known.
            guard shown >= count - 1, registry.judgementCount - judged <= count else {
                let judgements = registry.judgementCount - judged
                throw BenchmarkError("\(count) events were shown \(shown) times and judged \(judgements) times")
            }
            return time / .microseconds(1) / Double(count)
        }
    }
}
