import KubernetesClient
import Readiness
import StatusAPI

@testable import StatusServer

/// A registry, a clock, and a protocol of what each stream was told, one line of text each.
struct TestWorld {
    /// What can happen.
    enum Step {
        case ready([WatchedCollection])
        case tell(WatchedCollection, [TextEvent])
        case forget(WatchedCollection)
        case ask(
            String, pod: String, uid: String, container: String? = nil, completed: [String] = [],
            peer: String = "10.1.1.1")
        case leave(String)
        case report(pod: String, uid: String, WaitReport.Outcome)
        case wait(Int)
        case reconsider(String)
        /// Discovery is asked for what is due, which must be these kinds, and answers all alike.
        case discover([String], Resolution)
        /// Pods are to be read, which must be these.
        case reads([String])
        /// A pod has been read.
        case read(String, PodReading)

        static let allReady = Step.ready(WatchedCollection.everyWhole)

        static func put(_ kind: WatchedCollection, _ objects: [UInt8]...) -> Step {
            .tell(kind, objects.map { .applied($0[...]) })
        }

        static func drop(_ kind: WatchedCollection, _ object: [UInt8]) -> Step { .tell(kind, [.deleted(object[...])]) }
    }

    fileprivate(set) var registry: WaitRegistry
    private(set) var now = Timestamp(seconds: 1_795_300_000)
    /// `a: service/db/pg waiting NoEndpoints`, `a: released`.
    private(set) var lines: [String] = []
    /// The whole messages, for the few tests that look at one.
    private(set) var messages: [String] = []
    private var names: [WaitID: String] = [:]

    init(
        settings: StatusServerSettings = StatusServerSettings(), memory: (any JobRemembering)? = nil,
        readsPods: Bool = false
    ) {
        registry = WaitRegistry(settings: settings, memory: memory, readsPods: readsPods)
    }

    mutating func run(_ steps: [Step]) {
        for step in steps { run(step) }
    }

    mutating func run(_ step: Step) {
        switch step {
        case .ready(let kinds):
            for kind in kinds { tell(kind, [.listing, .listed, .current]) }
        case .discover(let types, let resolution):
            let due = registry.takeLookups(now: now).types
            if due != types { lines.append("asked for \(due)") }
            for type in due { note(registry.resolved(type, resolution, now: now)) }
        case .reads(let names):
            let due = registry.takeReads(now: now).map(\.name)
            if due != names { lines.append("reads \(due)") }
        case .read(let name, let reading):
            note(registry.read(ObjectName(namespace: "db", name: name), reading, now: now))
        case .reconsider(let name):
            note(registry.reconsider([ObjectName(namespace: "db", name: name)], now: now))
        case .tell(let kind, let events):
            tell(kind, events)
        case .forget(let kind):
            note(registry.forget(kind, now: now))
        case .ask(let name, let pod, let uid, let container, let completed, let peer):
            let request = WaitRequest(
                namespace: "db", pod: pod, uid: uid, container: container, completedJobs: completed)
            ask(name, request, peer)
        case .leave(let name):
            for (id, known) in names where known == name { registry.leave(id) }
        case .report(let pod, let uid, let outcome):
            let report = WaitReport(WaitRequest(namespace: "db", pod: pod, uid: uid), outcome: outcome)
            let (answer, actions) = registry.report(report, now: now)
            note(actions)
            switch answer {
            case .accepted: lines.append("report accepted")
            case .refused: lines.append("report refused")
            case .unknown: lines.append("report unknown")
            }
        case .wait(let seconds):
            // Reviewed second by second, as the timer would.
            for _ in 0..<seconds {
                now = now.adding(seconds: 1)
                if let next = registry.nextReview, next <= now { note(registry.review(now: now)) }
            }
        }
    }

    /// What was told since the last call.
    mutating func takeLines() -> [String] {
        defer { lines = [] }
        return lines
    }

    private mutating func tell(_ kind: WatchedCollection, _ events: [TextEvent]) {
        note(registry.receive(events.compactMap { $0.decoded(of: kind) }, of: kind, now: now))
    }

    private mutating func ask(_ name: String, _ request: WaitRequest, _ peer: String) {
        do {
            let (id, actions) = try registry.begin(request, peer: peer, now: now)
            names[id] = name
            note(actions)
        } catch {
            lines.append("\(name): \(error.code.rawValue)")
        }
    }

    private mutating func note(_ actions: [WaitAction]) {
        for action in actions {
            switch action {
            case .known:
                break
            case .show(let id, _, let line):
                let status = line.status
                lines.append("\(names[id] ?? "?"): \(status.dependency) \(status.state.rawValue) \(status.reason)")
                messages.append(status.message)
            case .ready(let id, let isReady):
                lines.append("\(names[id] ?? "?"): ready \(isReady)")
            case .unknown(let id, let message):
                lines.append("\(names[id] ?? "?"): unknown")
                messages.append(message)
            case .end(let id, let end):
                lines.append("\(names[id] ?? "?"): \(end.label)")
                switch end {
                case .failed(let message), .refused(let message): messages.append(message)
                case .released, .replaced, .moved, .left, .reported: break
                }
            }
        }
    }
}

extension TestWorld {
    /// Begins a wait and returns what came of it, unread.
    mutating func begin(
        pod: String, uid: String, completed: [String] = []
    ) throws -> (id: WaitID, actions: [WaitAction]) {
        try registry.begin(
            WaitRequest(namespace: "db", pod: pod, uid: uid, completedJobs: completed), peer: "10.1.1.1", now: now)
    }

    /// Tells of a batch and returns what came of it, unread.
    mutating func receive(_ kind: WatchedCollection, _ events: [TextEvent]) -> [WaitAction] {
        registry.receive(events.compactMap { $0.decoded(of: kind) }, of: kind, now: now)
    }

    /// Discovery is asked for what is due, and finds this for everything; returns what came of it, unread.
    mutating func discover(_ resource: ResourceType) -> [WaitAction] {
        registry.takeLookups(now: now).types.flatMap { registry.resolved($0, .found(resource), now: now) }
    }

    /// The pods that are to be read now.
    mutating func takeReads() -> [String] { registry.takeReads(now: now).map(\.name) }

    /// The client of a wait has gone.
    mutating func leave(_ id: WaitID) { registry.leave(id) }
}

extension WatchedCollection {
    /// Those that take in a whole cluster.
    static let everyWhole: [WatchedCollection] = [
        .gatedPods, .services, .endpointSlices, .jobs, .cronJobs, .deployments, .statefulSets, .daemonSets,
        .volumeClaims, .definitions, .nodes,
    ]
}
