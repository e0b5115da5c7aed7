import Dependencies
import Manifests
import WaitGraph

/// Finds what workloads talk to, by the Services that their settings name. Nothing is applied: not everything that a
/// program talks to is needed for it to start.
package enum Suggester {
    /// What is proposed for the workloads of these texts, in the order of the texts. `namespace` is that of objects which
    /// say none.
    package static func suggestions(in sources: [LintSource], namespace: String) -> [Suggestion] {
        let inventory = Inventory(sources, namespace: namespace)
        // Each proposal is taken for accepted by those after it, so that they close no circle together.
        var graph = CircleCheck(inventory: inventory).graph
        return inventory.workloads.compactMap { workload in
            let items = items(for: workload, inventory, &graph)
            guard !items.isEmpty else { return nil }
            let source = inventory.sources[workload.entry.source]
            return Suggestion(
                object: workload.entry.displayName, workload: workload.reference, file: source.name,
                position: source.lines.position(of: workload.entry.object.node.origin?.lowerBound ?? 0), items: items)
        }
    }

    private static func items(
        for workload: LintedWorkload, _ inventory: Inventory, _ graph: inout WaitGraph
    ) -> [Suggestion.Item] {
        var items: [Suggestion.Item] = []
        for setting in ContainerSetting.all(of: workload, in: inventory) {
            for mention in ServiceMention.all(in: setting.node.string ?? "", acceptsWords: setting.isNamedAsHost) {
                guard let dependency = dependency(mention, of: workload, inventory),
                    !items.contains(where: { areSame($0.dependency, dependency) })
                else { continue }
                let circle = circle(adding: dependency, to: workload, &graph)
                let source = inventory.sources[setting.entry.source]
                items.append(
                    Suggestion.Item(
                        dependency: dependency, text: text(of: dependency, in: workload.entry.namespace),
                        reason: setting.name, file: source.name,
                        position: source.lines.position(of: setting.node.origin?.lowerBound ?? 0),
                        circle: circle.map(\.description)))
            }
        }
        return items
    }

    /// The Service that is meant, if it is one among the manifests or named in full, and neither waited for already nor
    /// the workload's own.
    private static func dependency(
        _ mention: ServiceMention, of workload: LintedWorkload, _ inventory: Inventory
    ) -> Dependency? {
        guard let name = ClusterName(host: mention.host, from: workload.entry.namespace) else { return nil }
        let entry = inventory.own.entry("Service", name.namespace, name.service)
        guard entry != nil || ServiceMention.isInFull(mention.host),
            var dependency = try? Dependency(canonical: "service/\(name.namespace)/\(name.service)"),
            !workload.dependencies.contains(where: { areSame($0, dependency) })
        else { return nil }
        let selector = Inventory.Entry.dictionary(entry?.object["spec", "selector"])
        let isOwn =
            name.namespace == workload.entry.namespace && !selector.isEmpty
            && selector.allSatisfy { workload.podLabels[$0.key] == $0.value }
        guard !isOwn else { return nil }
        let ports = (entry?.object["spec", "ports"]?.elements ?? []).compactMap { $0["port"]?.integer }
        // Of a Service with one port it goes without saying which.
        if ports.count > 1, let port = mention.port, ports.contains(port) { dependency.options.port = .number(port) }
        return dependency
    }

    private static func areSame(_ one: Dependency, _ other: Dependency) -> Bool {
        one.kind == other.kind && one.namespace == other.namespace && one.target == other.target
    }

    /// The circle that one more wait would close; nil where there is none, and then it is in the graph.
    private static func circle(
        adding dependency: Dependency, to workload: LintedWorkload, _ graph: inout WaitGraph
    ) -> Circle? {
        guard let known = graph[workload.reference] else { return nil }
        // What is held by a circle already is not to be blamed on a proposal.
        guard graph.answer(for: workload.reference) == .none else { return nil }
        var node = known
        node.waits.append(dependency)
        graph.set(node)
        guard case .circle(let circle) = graph.answer(for: workload.reference) else { return nil }
        graph.set(known)
        return circle
    }

    /// As an item of `wait.k8s/for-service`, which has the pod's namespace by itself.
    private static func text(of dependency: Dependency, in namespace: String) -> String {
        let canonical = dependency.description.dropFirst("service/".count)
        let own = "\(namespace)/"
        return String(canonical.hasPrefix(own) ? canonical.dropFirst(own.count) : canonical)
    }
}
