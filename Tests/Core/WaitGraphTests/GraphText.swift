import Dependencies
import WaitGraph

/// A graph written down, a line for each workload and Service:
///
///     Deployment shop/api app=api pods=2 started=1 waits service/db/postgres; job/shop/migrate
///     Service db/postgres app=postgres
///
/// A label in brackets is the object's own, not its pods'.
struct GraphText {
    /// The graph.
    private(set) var graph = WaitGraph()

    init(_ text: String) throws {
        for line in text.split(separator: "\n") {
            let halves = line.split(separator: " waits ", maxSplits: 1)
            let words = halves[0].split(separator: " ").map(String.init)
            let name = words[1].split(separator: "/").map(String.init)
            var own: [String: String] = [:]
            var pods: [String: String] = [:]
            var counts = (pods: Int?.some(1), started: 0)
            for word in words.dropFirst(2) {
                let pair = word.split { "[=]".contains($0) }.map(String.init)
                switch pair[0] {
                case "pods": counts.pods = Int(pair[1])
                case "started": counts.started = Int(pair[1]) ?? 0
                case let key where word.hasPrefix("["): own[key] = pair[1]
                case let key: pods[key] = pair[1]
                }
            }
            let waits = try halves.dropFirst().flatMap { $0.split(separator: "; ") }.map {
                try Dependency(canonical: String($0))
            }
            if words[0] == "Service" {
                graph.set(ServiceNode(name[0], name[1], labels: own, selector: pods))
            } else {
                graph.set(
                    WorkloadNode(
                        WorkloadReference(WorkloadReference.Kind(rawValue: words[0]) ?? .other, name[0], name[1]),
                        labels: own, podLabels: pods, pods: counts.pods, startedPods: counts.started, waits: waits))
            }
        }
    }
}
