import Dependencies
import Manifests
import Policies
import WaitGraph

/// Looks for pods that wait for each other.
struct CircleCheck {
    /// How many workloads, dependencies and backers are looked at.
    private static let limit = 1_000_000

    /// The objects.
    let inventory: Inventory

    /// What waits for what. What the manifests bring starts anew; of the cluster's pods those count that are past their
    /// waits.
    var graph: WaitGraph {
        var graph = WaitGraph()
        for workload in inventory.workloads { graph.set(workload.node) }
        for workload in inventory.cluster.workloads {
            var node = workload.node
            node.startedPods = ClusterObject.startedPods(of: workload.entry.object.node)
            graph.set(node)
        }
        for entry in inventory.entries + inventory.cluster.entries {
            if entry.object.kind == "Service", entry.object.group.isEmpty { add(service: entry, to: &graph) }
        }
        for entry in inventory.cluster.entries where entry.object.kind == "Pod" && isStray(entry, graph) {
            // Whose it is nobody here knows, and whether it waits: it is taken to run.
            graph.set(
                WorkloadNode(
                    WorkloadReference(.other, entry.namespace, entry.object.name), podLabels: entry.labels,
                    startedPods: 1))
        }
        return graph
    }

    /// The circles in which manifests have a part, each at the wait of its first workload among them.
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

    private func add(service entry: Inventory.Entry, to graph: inout WaitGraph) {
        guard entry.object["spec", "type"]?.string != "ExternalName" else { return }
        graph.set(
            ServiceNode(
                entry.namespace, entry.object.name, labels: entry.labels,
                selector: Inventory.Entry.dictionary(entry.object["spec", "selector"])))
    }

    /// Whether a pod of the cluster is of no workload that is known.
    private func isStray(_ pod: Inventory.Entry, _ graph: WaitGraph) -> Bool {
        let controller = pod.object.controller.map {
            PodTraits.Owner(kind: $0["kind"]?.string ?? "", name: $0["name"]?.string ?? "")
        }
        let traits = PodTraits(
            namespace: pod.namespace, labels: pod.labels.map { ($0.key, $0.value) }, controller: controller)
        return !traits.owners.contains { owner in
            guard let kind = WorkloadReference.Kind(rawValue: owner.kind) else { return false }
            return graph[WorkloadReference(kind, pod.namespace, owner.name)] != nil
        }
    }

    private func finding(_ circle: Circle) -> LintFinding? {
        let rule = circle.isSelfWait ? LintRule.selfWait : .circle
        for reference in circle.workloads {
            guard let workload = inventory.own.workload(reference), let circle = circle.begun(at: reference) else {
                continue
            }
            let cause = workload.dependencies.first { $0.displayName == circle.steps.first?.need }
            return inventory.finding(rule, workload, cause, "\(circle): \(circle.consequence).")
        }
        guard let policy = policy(closing: circle) else { return nil }
        return inventory.finding(
            rule, policy.entry, at: policy.offset(ofField: "spec"), "With this policy \(circle): \(circle.consequence)."
        )
    }

    /// The policy among the manifests by which workloads of the cluster come to wait for each other.
    private func policy(closing circle: Circle) -> LintedPolicy? {
        for step in circle.steps {
            guard let workload = inventory.cluster.workload(step.workload),
                let cause = workload.dependencies.first(where: { $0.displayName == step.need })
            else { continue }
            let names = Set(workload.policies(askingFor: cause).map(\.name))
            if let policy = inventory.policies.first(where: { $0.record.map { names.contains($0.name) } == true }) {
                return policy
            }
        }
        return nil
    }
}
