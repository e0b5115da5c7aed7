import Dependencies
import ManifestInjection
import Manifests
import WaitGraph

/// One order in which a tool brings objects, and what it waits for in between.
struct StageOrder {
    /// The rule that a deadlock in this order breaks.
    let rule: LintRule
    /// The stage of an object, by its position; nil where the tool does not order it.
    let stage: (Int) -> Stage?
    /// Whether the tool waits for an object before it goes on.
    let isAwaited: (Int) -> Bool
    /// Whether the tool brings both of two objects, by their positions, in this order; else the other is there at any time.
    var isOrdered: (_ waiter: Int, _ target: Int) -> Bool = { _, _ in true }
    /// What is to be said of a deadlock, given the names of who waits and of what for, and both stages.
    let message: (_ waiter: String, _ target: String, _ own: Stage, _ later: Stage) -> String
}

extension StageOrder {
    /// The waits that hold up the stage which would have to end first, each at the dependency.
    func findings(in inventory: Inventory) -> [LintFinding] {
        inventory.workloads.flatMap { workload -> [LintFinding] in
            // No pods wait for nothing, and CronJobs are as tools want them before there are any.
            guard let own = stage(workload.index), isAwaited(workload.index), workload.pods != 0,
                workload.kind != .cronJob
            else { return [] }
            return workload.lastingDependencies.compactMap { dependency in
                guard let (later, what) = laterStage(of: dependency, than: own, workload, inventory) else { return nil }
                return inventory.finding(
                    rule, workload, dependency,
                    message(workload.entry.displayName, what, own, later))
            }
        }
    }

    /// The stage that brings what a dependency needs, and how to call that, if it is a later one and no earlier object will do.
    private func laterStage(
        of dependency: Dependency, than own: Stage, _ workload: LintedWorkload, _ inventory: Inventory
    ) -> (Stage, what: String)? {
        guard !dependency.options.needsAbsence, !dependency.options.isOptional else { return nil }
        switch (dependency.kind, dependency.target) {
        case (.service, .name(let name)):
            return laterStage(
                ofService: name, in: dependency.namespace, than: own, dependency.options, workload, inventory)
        case (.tcp, _), (.http, _):
            guard let host = dependency.host, let named = ClusterName(host: host, from: workload.entry.namespace) else {
                return nil
            }
            return laterStage(
                ofService: named.service, in: named.namespace, than: own, dependency.options, workload, inventory)
        case (.pod, .selector(let selector)):
            let labels = selector.equalities
            let all =
                labels.isEmpty
                ? inventory.own.workloads(in: dependency.namespace)
                : inventory.own.workloads(in: dependency.namespace, havingPods: labels)
            let pods = all.filter { other in selector.matches { other.podLabels[$0] } }
            return earliestIfLater(pods.map(\.index), than: own, for: workload).map { ($0, dependency.displayName) }
        case (.job, .selector(let selector)):
            // Every one of them is waited for.
            let stages = inventory.own.workloads(in: dependency.namespace).filter { other in
                other.kind == .job && selector.matches { other.entry.labels[$0] }
            }.compactMap { isOrdered(workload.index, $0.index) ? stage($0.index) : nil }
            let latest = stages.max()
            return latest.flatMap { $0 > own ? ($0, dependency.displayName) : nil }
        case (_, .name(let name)):
            let kind = dependency.kind.displayName
            let objects =
                dependency.namespace.isEmpty
                ? inventory.own.indices(named: name).filter { inventory.entries[$0].object.kind == kind }
                : inventory.own.indices(kind, dependency.namespace, name)
            return earliestIfLater(objects, than: own, for: workload).map { ($0, dependency.displayName) }
        default: return nil
        }
    }

    private func laterStage(
        ofService name: String, in namespace: String, than own: Stage, _ options: DependencyOptions,
        _ workload: LintedWorkload, _ inventory: Inventory
    ) -> (Stage, what: String)? {
        let services = inventory.own.indices("Service", namespace, name)
        if let later = earliestIfLater(services, than: own, for: workload) {
            return (later, "Service \(namespace)/\(name)")
        }
        guard let service = services.first, !options.needsOnlyExistence, options.minimum != .count(0) else {
            return nil
        }
        let selector = Inventory.Entry.dictionary(inventory.entries[service].object["spec", "selector"])
        let pods = inventory.own.workloads(in: namespace, havingPods: selector)
        return earliestIfLater(pods.map(\.index), than: own, for: workload).map {
            ($0, "the pods of Service \(namespace)/\(name)")
        }
    }

    /// The first stage in which any of these objects comes, if that is later than `own`.
    private func earliestIfLater(
        _ objects: [Int], than own: Stage, for workload: LintedWorkload
    ) -> Stage? {
        var earliest: Stage?
        for object in objects {
            // What the tool does not order is there already, or comes at any time.
            guard isOrdered(workload.index, object), let stage = stage(object) else { return nil }
            if earliest.map({ stage < $0 }) ?? true { earliest = stage }
        }
        return earliest.flatMap { $0 > own ? $0 : nil }
    }
}
