import Dependencies
package import WaitGraph

/// A graph written down, a line for each workload and Service:
///
///     Deployment shop/api app=api pods=2 started=1 waits service/db/postgres; job/shop/migrate
///     Service db/postgres app=postgres
///
/// A label in brackets is the object's own, not its pods'.
package struct GraphText {
    /// The graph.
    package private(set) var graph = WaitGraph()

    /// Reads the lines of a text.
    package init(_ text: String) throws {
        for line in text.split(separator: "\n") {
            let line = try Line(line)
            if line.kind == "Service" { graph.set(line.service) } else { graph.set(line.workload) }
        }
    }

    /// The workload of one line.
    package static func workload(_ line: String) throws -> WorkloadNode { try Line(line[...]).workload }

    private struct Line {
        let kind: String
        private let name: [String]
        private var own: [String: String] = [:]
        private var pods: [String: String] = [:]
        private var counts = (pods: Int?.some(1), started: 0)
        private let waits: [Dependency]

        init(_ line: Substring) throws {
            let halves = line.split(separator: " waits ", maxSplits: 1)
            let words = halves[0].split(separator: " ").map(String.init)
            kind = words[0]
            name = words[1].split(separator: "/").map(String.init)
            waits = try halves.dropFirst().flatMap { $0.split(separator: "; ") }.map {
                try Dependency(canonical: String($0))
            }
            for word in words.dropFirst(2) {
                let pair = word.split { "[=]".contains($0) }.map(String.init)
                switch pair[0] {
                case "pods": counts.pods = Int(pair[1])
                case "started": counts.started = Int(pair[1]) ?? 0
                case let key where word.hasPrefix("["): own[key] = pair[1]
                case let key: pods[key] = pair[1]
                }
            }
        }

        var service: ServiceNode { ServiceNode(name[0], name[1], labels: own, selector: pods) }

        var workload: WorkloadNode {
            WorkloadNode(
                WorkloadReference(WorkloadReference.Kind(rawValue: kind) ?? .other, name[0], name[1]), labels: own,
                podLabels: pods, pods: counts.pods, startedPods: counts.started, waits: waits)
        }
    }
}
