import Dependencies
import LiveWorkloads
import Policies
import Readiness
import WaitGraph

/// A cluster of which everything has been listed, changed a line at a time:
///
///     api-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits service/db/postgres
///     seed in shop
///     Service api in shop app=api
///
/// A pod without `waits` is past its waits; one that waits or says `gated` has our label.
struct Cluster {
    var live = LiveWorkloads()

    /// All is listed, and holds these.
    init(_ lines: String) throws {
        for source in LiveWorkloads.Source.allCases { live.beginList(source) }
        live.beginServices()
        for line in lines.split(separator: "\n") { try add(String(line)) }
        for source in LiveWorkloads.Source.allCases { live.endList(source) }
        live.endServices()
    }

    mutating func add(_ line: String) throws {
        if line.hasPrefix("Service ") {
            let service = Self.service(line)
            live.apply(service, namespace: service.namespace, name: service.name)
        } else {
            let (pod, source) = try Self.pod(line)
            live.apply(pod, source)
        }
    }

    static func service(_ line: String) -> ServiceNode {
        let words = line.split(separator: " ").map(String.init)
        return ServiceNode(words[3], words[1], selector: labels(words.dropFirst(4)))
    }

    static func pod(_ line: String) throws -> (LivePod, LiveWorkloads.Source) {
        let halves = line.split(separator: " waits", maxSplits: 1, omittingEmptySubsequences: false)
        var words = halves[0].split(separator: " ").map(String.init)
        let isGated = halves.count == 2 || words.contains("gated")
        let isGoing = words.contains("deleted")
        words.removeAll { ["gated", "deleted"].contains($0) }
        var owner: PodTraits.Owner?
        if words[1] == "of" {
            let parts = words[2].split(separator: "/").map(String.init)
            owner = PodTraits.Owner(kind: parts[0], name: parts[1])
            words.removeSubrange(1...2)
        }
        let waits = try halves.dropFirst().first.map { text in
            try text.split(separator: ";").map { try Dependency(canonical: $0.trimmed) }
        }
        let traits = PodTraits(
            namespace: words[2], labels: labels(words.dropFirst(3)).map { ($0.key, $0.value) }, controller: owner)
        let pod = LivePod(
            traits, name: words[0], isBeingDeleted: isGoing, standing: waits.map { .waiting($0) } ?? .past)
        return (pod, isGated ? .gated : .ungated)
    }

    private static func labels(_ words: ArraySlice<String>) -> [String: String] {
        var labels: [String: String] = [:]
        for word in words {
            let pair = word.split(separator: "=", omittingEmptySubsequences: false)
            labels[String(pair[0])] = String(pair[1])
        }
        return labels
    }

    /// What is said of a gated pod.
    func answer(_ pod: String, in namespace: String, further: (WorkloadNode) -> [Dependency] = { _ in [] }) -> String? {
        live.answer(forPod: pod, in: namespace, further: further).map { Self.text($0.answer) }
    }

    static func text(_ answer: CircleAnswer) -> String {
        switch answer {
        case .none: "none"
        case .notKnown: "not known"
        case .circle(let circle): circle.description
        }
    }
}

extension Substring {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
