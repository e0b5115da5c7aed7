import Dependencies
import ManifestInjection
import Manifests
import WaitGraph

/// Looks for what neither the manifests nor the cluster have. Without a cluster to ask that is only told of namespaces which
/// the manifests fill: what is elsewhere may well be there.
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
        guard !options.needsAbsence, !options.isOptional,
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
            (.statefulset, .name(let name)), (.daemonset, .name(let name)):
            workload(name, dependency)
        case (_, .name(let name)): single(name, dependency)
        case (.pod, .selector(let selector)), (.job, .selector(let selector)): selected(selector, dependency)
        default: nil
        }
    }

    private func workload(_ name: String, _ dependency: Dependency) -> (LintRule, String)? {
        switch inventory.find(dependency.kind.displayName, dependency.namespace, name) {
        case .notKnown: return nil
        case .missing: return missing(name, dependency)
        case .found(let entry):
            guard case .count(let wanted)? = dependency.options.minimum, let pods = inventory.workload(entry)?.pods,
                pods < wanted
            else { return nil }
            return tooFew(pods, wanted, dependency)
        }
    }

    /// What is asked for one by one, and not as one of all objects of its kind.
    private func single(_ name: String, _ dependency: Dependency) -> (LintRule, String)? {
        inventory.isMissing(name, dependency) ? missing(name, dependency) : nil
    }

    private func selected(_ selector: LabelSelector, _ dependency: Dependency) -> (LintRule, String)? {
        let namespace = dependency.namespace
        guard
            inventory.knows(dependency.kind == .pod ? ClusterCollection.makersOfPods : [.job, .cronJob], in: namespace)
        else { return nil }
        let found = [inventory.own, inventory.cluster].contains { catalogue in
            let labels = dependency.kind == .pod ? selector.equalities : [:]
            let workloads =
                labels.isEmpty
                ? catalogue.workloads(in: namespace) : catalogue.workloads(in: namespace, havingPods: labels)
            return workloads.contains { workload in
                guard dependency.kind == .pod else {
                    return workload.kind == .cronJob
                        || workload.kind == .job && selector.matches { workload.entry.labels[$0] }
                }
                return selector.matches { workload.podLabels[$0] }
            }
                || dependency.kind == .pod
                    && catalogue.pods(in: namespace).contains { pod in selector.matches { pod.label($0) } }
        }
        guard !found, !inventory.makers.mayMakePods(in: namespace) else { return nil }
        return (.missingObject, "\(dependency.displayName): \(nothingHas) anything with such labels.")
    }

    private func missing(_ name: String, _ dependency: Dependency) -> (LintRule, String)? {
        // What another controller makes is called after its object, as a rule.
        guard !inventory.makers.mayMake(name, in: dependency.namespace) else { return nil }
        let kind = dependency.kind.displayName
        let place = inventory.snapshot == nil ? "in no manifest" : "in no manifest, nor in the cluster"
        guard let near = near(name, kind, dependency.namespace) else {
            let hint =
                inventory.snapshot == nil
                ? "; if it is in the cluster already, say so by --known "
                    + "\(dependency.kind.rawValue)/\(dependency.namespace)/\(name)." : "."
            return (.missingObject, "\(dependency.displayName) is \(place)\(hint)")
        }
        return (.missingObject, "\(dependency.displayName) is \(place); did you mean \(near)?")
    }

    /// The name that may be meant; none among very many, where comparing would take long.
    private func near(_ name: String, _ kind: String, _ namespace: String) -> String? {
        let names = [inventory.own, inventory.cluster].map { $0.names(kind, in: namespace) }
        guard names.reduce(0, { $0 + $1.count }) <= 1_000 else { return nil }
        return Spelling.nearest(to: name, among: names.joined().sorted())
    }

    // MARK: Services

    private func service(_ name: String, _ dependency: Dependency) -> (LintRule, String)? {
        let entry: Inventory.Entry
        switch inventory.find("Service", dependency.namespace, name) {
        case .notKnown: return nil
        case .missing: return missing(name, dependency)
        case .found(let found): entry = found
        }
        guard !dependency.options.needsOnlyExistence, dependency.options.minimum != .count(0),
            entry.object["spec", "type"]?.string != "ExternalName"
        else { return nil }
        if let port = dependency.options.port, let trouble = trouble(with: port, of: entry, dependency) {
            return trouble
        }
        let selector = Inventory.Entry.dictionary(entry.object["spec", "selector"])
        guard !selector.isEmpty, !inventory.makers.mayMakePods(in: entry.namespace),
            inventory.knows(ClusterCollection.makersOfPods, in: entry.namespace)
        else { return nil }
        let backers = [inventory.own, inventory.cluster].flatMap {
            $0.workloads(in: entry.namespace, havingPods: selector)
        }
        let hasStrayPods = inventory.cluster.hasPod(in: entry.namespace, having: selector)
        guard !backers.isEmpty || hasStrayPods else {
            return (.nothingBehind, "\(dependency.displayName): \(nothingHas) pods with its selector's labels.")
        }
        guard case .count(let wanted)? = dependency.options.minimum, backers.allSatisfy({ $0.pods != nil }),
            // Pods of whatever else makes them are in no sum.
            !hasStrayPods
        else { return nil }
        let pods = backers.reduce(0) { $0 &+ ($1.pods ?? 0) }
        return pods < wanted ? tooFew(pods, wanted, dependency) : nil
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

    private func tooFew(_ pods: Int, _ wanted: Int, _ dependency: Dependency) -> (LintRule, String) {
        let count = pods == 1 ? "1 pod" : "\(pods) pods"
        return (.tooFewPods, "\(dependency.displayName) is to have \(count), and min=\(wanted) is waited for.")
    }

    private var nothingHas: String {
        inventory.snapshot == nil ? "no manifest has" : "neither a manifest nor the cluster has"
    }
}
