import Dependencies
import Manifests
import WaitGraph

/// Looks for pods that wait for each other.
struct CircleCheck {
    /// How many workloads, dependencies and backers are looked at.
    private static let limit = 1_000_000

    /// The objects.
    let inventory: Inventory

    /// What waits for what.
    var graph: WaitGraph {
        var graph = WaitGraph()
        for workload in inventory.workloads { graph.set(workload.node) }
        for entry in inventory.entries where entry.object.kind == "Service" && entry.object.group.isEmpty {
            guard entry.object["spec", "type"]?.string != "ExternalName" else { continue }
            graph.set(
                ServiceNode(
                    entry.namespace, entry.object.name, labels: entry.labels,
                    selector: Inventory.Entry.dictionary(entry.object["spec", "selector"])))
        }
        return graph
    }

    /// The circles, each at the wait of its first workload.
    var findings: [LintFinding] {
        guard let circles = graph.circles(limit: Self.limit) else {
            return inventory.entries.first.map {
                [
                    inventory.finding(
                        .circlesNotKnown, $0, at: 0,
                        "There are too many waits to look for circles among them; check fewer manifests at a time.")
                ]
            } ?? []
        }
        return circles.compactMap(finding)
    }

    private func finding(_ circle: Circle) -> LintFinding? {
        guard let first = circle.steps.first,
            let workload = inventory.workloads.first(where: { $0.reference == first.workload })
        else { return nil }
        let cause = workload.dependencies.first { $0.displayName == first.need }
        let message =
            circle.isSelfWait
            ? "\(circle): only these pods themselves bring about what they wait for, so none of them ever starts."
            : "\(circle): each of them waits for the next, so none of them ever starts."
        return inventory.finding(circle.isSelfWait ? .selfWait : .circle, workload, cause, message)
    }
}
