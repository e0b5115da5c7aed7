import Dependencies
import ManifestInjection
import Manifests
import WaitGraph

/// Looks for what no manifest has, in namespaces that the manifests fill. What is elsewhere may well be in the cluster.
struct PresenceCheck {
    /// The objects.
    let inventory: Inventory
    /// What is known to be in the cluster, without options.
    let known: [Dependency]

    /// What is missing, at the dependency that misses it.
    var findings: [LintFinding] {
        inventory.workloads.flatMap { workload in
            workload.dependencies.compactMap { check($0, of: workload) }
        }
    }

    private func check(_ dependency: Dependency, of workload: LintedWorkload) -> LintFinding? {
        let options = dependency.options
        guard !options.needsAbsence, !options.isOptional, inventory.knows(namespace: dependency.namespace),
            !known.contains(where: {
                $0.kind == dependency.kind && $0.namespace == dependency.namespace && $0.target == dependency.target
            }),
            let (rule, message) = trouble(with: dependency)
        else { return nil }
        return inventory.finding(rule, workload, dependency, message)
    }

    private func trouble(with dependency: Dependency) -> (LintRule, String)? {
        switch (dependency.kind, dependency.target) {
        case (.service, .name(let name)): service(name, dependency)
        case (.job, .name(let name)), (.cronjob, .name(let name)), (.deployment, .name(let name)),
            (.statefulset, .name(let name)), (.daemonset, .name(let name)), (.configmap, .name(let name)):
            object(name, dependency)
        case (.pvc, .name(let name)): claim(name, dependency)
        case (.pod, .selector(let selector)), (.job, .selector(let selector)): selected(selector, dependency)
        default: nil
        }
    }

    private func object(_ name: String, _ dependency: Dependency) -> (LintRule, String)? {
        let kind = dependency.kind.displayName
        guard let entry = inventory.entry(kind, dependency.namespace, name) else { return missing(name, dependency) }
        guard case .count(let wanted)? = dependency.options.minimum,
            let workload = inventory.workloads(in: dependency.namespace).first(where: {
                $0.entry.object.kind == kind && $0.entry.namespace == dependency.namespace
                    && $0.entry.object.name == entry.object.name
            }), let pods = workload.pods, pods < wanted
        else { return nil }
        return (
            .tooFewPods, "\(dependency.displayName) is to have \(Self.count(pods)), and min=\(wanted) is waited for."
        )
    }

    private func claim(_ name: String, _ dependency: Dependency) -> (LintRule, String)? {
        // A StatefulSet makes its own: TEMPLATE-SET-ORDINAL.
        let isMade = inventory.entries.contains { entry in
            guard entry.object.kind == "StatefulSet", entry.namespace == dependency.namespace else { return false }
            return (entry.object["spec", "volumeClaimTemplates"]?.elements ?? []).contains { template in
                let prefix = "\(template["metadata"]?["name"]?.string ?? "")-\(entry.object.name)-"
                return name.hasPrefix(prefix) && Int(name.dropFirst(prefix.count)) != nil
            }
        }
        return isMade || inventory.entry("PersistentVolumeClaim", dependency.namespace, name) != nil
            ? nil : missing(name, dependency)
    }

    private func selected(_ selector: LabelSelector, _ dependency: Dependency) -> (LintRule, String)? {
        let found = inventory.workloads(in: dependency.namespace).contains { workload in
            guard dependency.kind == .pod else {
                return workload.kind == .cronJob
                    || workload.kind == .job && selector.matches { workload.entry.labels[$0] }
            }
            return selector.matches { workload.podLabels[$0] }
        }
        guard !found, inventory.customNames(in: dependency.namespace).isEmpty else { return nil }
        return (.missingObject, "\(dependency.displayName): no manifest has anything with such labels.")
    }

    private func missing(_ name: String, _ dependency: Dependency) -> (LintRule, String)? {
        // What another controller makes is called after its object, as a rule.
        guard !inventory.customNames(in: dependency.namespace).contains(where: { !$0.isEmpty && name.hasPrefix($0) })
        else { return nil }
        let kind = dependency.kind.displayName
        let near = Spelling.nearest(to: name, among: inventory.names(kind, in: dependency.namespace))
        let hint =
            near.map { "did you mean \($0)?" }
            ?? "if it is in the cluster already, say so by --known \(dependency.kind.rawValue)/\(dependency.namespace)/\(name)."
        return (.missingObject, "\(dependency.displayName) is in no manifest; \(hint)")
    }

    // MARK: Services

    private func service(_ name: String, _ dependency: Dependency) -> (LintRule, String)? {
        guard let entry = inventory.entry("Service", dependency.namespace, name) else {
            return missing(name, dependency)
        }
        guard !dependency.options.needsOnlyExistence, dependency.options.minimum != .count(0),
            entry.object["spec", "type"]?.string != "ExternalName"
        else { return nil }
        if let port = dependency.options.port, let trouble = trouble(with: port, of: entry, dependency) {
            return trouble
        }
        let selector = Inventory.Entry.dictionary(entry.object["spec", "selector"])
        guard !selector.isEmpty else { return nil }
        let backers = inventory.workloads(in: entry.namespace).filter { workload in
            selector.allSatisfy { workload.podLabels[$0.key] == $0.value }
        }
        guard inventory.customNames(in: entry.namespace).isEmpty else { return nil }
        guard !backers.isEmpty else {
            return (.nothingBehind, "\(dependency.displayName): no manifest has pods with its selector's labels.")
        }
        guard case .count(let wanted)? = dependency.options.minimum, backers.allSatisfy({ $0.pods != nil }) else {
            return nil
        }
        let pods = backers.reduce(0) { $0 &+ ($1.pods ?? 0) }
        guard pods < wanted else { return nil }
        return (
            .tooFewPods, "\(dependency.displayName) is to have \(Self.count(pods)), and min=\(wanted) is waited for."
        )
    }

    private func trouble(
        with port: PortReference, of entry: Inventory.Entry, _ dependency: Dependency
    ) -> (LintRule, String)? {
        guard let ports = entry.object["spec", "ports"]?.elements, !ports.isEmpty else { return nil }
        let isThere = ports.contains { declared in
            switch port {
            case .number(let number):
                declared["port"]?.integer == number || declared["targetPort"]?.integer == number
                    // Which number a named port has, pods decide.
                    || declared["targetPort"]?.string != nil
            case .name(let name): declared["name"]?.string == name
            }
        }
        guard !isThere else { return nil }
        let shown = ports.compactMap { declared in
            declared["port"]?.integer.map { "\($0)" + (declared["name"]?.string.map { " (\($0))" } ?? "") }
        }
        return (.missingPort, "\(dependency.displayName) has no port \(port): it has \(shown.joined(separator: ", ")).")
    }

    private static func count(_ pods: Int) -> String { pods == 1 ? "1 pod" : "\(pods) pods" }
}
