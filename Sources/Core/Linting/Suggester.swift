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
        let all = inventory.workloads.map { findings(for: $0, inventory) }
        var choice = SuggestionChoice(CircleCheck(inventory: inventory).graph)
        let proposals = zip(inventory.workloads, all).flatMap { workload, findings in
            findings.map { SuggestionChoice.Proposal(workload: workload.reference, dependency: $0.dependency) }
        }
        var circles = choice.circles(of: proposals)[...]
        return zip(inventory.workloads, all).compactMap { workload, findings in
            guard !findings.isEmpty else { return nil }
            let items = findings.map { finding in
                let source = inventory.sources[finding.setting.entry.source]
                return Suggestion.Item(
                    dependency: finding.dependency, text: text(of: finding.dependency, in: workload.entry.namespace),
                    reason: finding.setting.name, file: source.name,
                    position: source.lines.position(of: finding.setting.node.origin?.lowerBound ?? 0),
                    circle: circles.popFirst()??.description)
            }
            let source = inventory.sources[workload.entry.source]
            return Suggestion(
                object: workload.entry.displayName, workload: workload.reference, file: source.name,
                position: source.lines.position(of: workload.entry.object.node.origin?.lowerBound ?? 0), items: items)
        }
    }

    /// The Services that a workload's settings name, each once, with the first setting that does.
    private static func findings(
        for workload: LintedWorkload, _ inventory: Inventory
    ) -> [(dependency: Dependency, setting: ContainerSetting)] {
        var findings: [(dependency: Dependency, setting: ContainerSetting)] = []
        for setting in ContainerSetting.all(of: workload, in: inventory) {
            for mention in ServiceMention.all(in: setting.node.string ?? "", acceptsWords: setting.isNamedAsHost) {
                guard let dependency = dependency(mention, of: workload, inventory),
                    !findings.contains(where: { areSame($0.dependency, dependency) })
                else { continue }
                findings.append((dependency, setting))
            }
        }
        return findings
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

    /// As an item of `wait.k8s/for-service`, which has the pod's namespace by itself.
    private static func text(of dependency: Dependency, in namespace: String) -> String {
        let canonical = dependency.description.dropFirst("service/".count)
        let own = "\(namespace)/"
        return String(canonical.hasPrefix(own) ? canonical.dropFirst(own.count) : canonical)
    }
}
