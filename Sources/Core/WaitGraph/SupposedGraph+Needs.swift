import Dependencies
import Readiness

extension SupposedGraph {
    /// What one dependency of a pod of `namespace` needs, as far as it is pods of known workloads. Every need must come
    /// true. None where nothing known stands behind it: what is not there is waited for, and is no circle.
    ///
    /// `budget` is lessened by each object looked at; nil once it is used up.
    func needs(of dependency: Dependency, from namespace: String, budget: inout Int) -> [Need]? {
        guard dependency.options.asksForReadiness else { return [] }
        switch (dependency.kind, dependency.target) {
        case (.service, .name(let name)):
            return serviceNeeds(named: [name], in: dependency.namespace, dependency, &budget)
        case (.service, .selector(let selector)):
            guard let all = services(in: dependency.namespace, budget: &budget) else { return nil }
            let chosen = all.filter { service in selector.matches { service.labels[$0] } }.map(\.name)
            return serviceNeeds(named: chosen.sorted(), in: dependency.namespace, dependency, &budget)
        case (.tcp, .address(let host, _)):
            return serviceNeeds(ofHost: host, from: namespace, dependency, &budget)
        case (.http, .url(let url)):
            return serviceNeeds(ofHost: ClusterName.host(ofURL: url), from: namespace, dependency, &budget)
        case (.pod, .name(let name)):
            return podNeed(named: name, dependency)
        case (.pod, .selector(let selector)):
            return podNeeds(selector, dependency, &budget)
        default:
            guard let kind = dependency.kind.workloadKind else { return [] }
            return workloadNeeds(kind, dependency, &budget)
        }
    }

    // MARK: Services

    private func serviceNeeds(
        named names: [String], in namespace: String, _ dependency: Dependency, _ budget: inout Int
    ) -> [Need]? {
        var needs: [Need] = []
        for name in names {
            guard let service = service(namespace: namespace, name: name) else { continue }
            guard let backers = backers(of: service, budget: &budget) else { return nil }
            needs.append(
                Need(
                    subject: .service(namespace, name), rule: Need.Rule(dependency.options), backers: backers,
                    namesItsBacker: false))
        }
        return needs
    }

    private func serviceNeeds(
        ofHost host: String?, from namespace: String, _ dependency: Dependency, _ budget: inout Int
    ) -> [Need]? {
        guard let host, let named = ClusterName(host: host, from: namespace) else { return [] }
        return serviceNeeds(named: [named.service], in: named.namespace, dependency, &budget)
    }

    // MARK: Pods and workloads

    /// A pod by its name is a bare one, or one of a StatefulSet's, whose names are made in one way only.
    private func podNeed(named name: String, _ dependency: Dependency) -> [Need] {
        let bare = WorkloadReference(.pod, dependency.namespace, name)
        var backers = parts(of: bare)
        let isBare = !backers.isEmpty
        if !isBare, let dash = name.utf8.lastIndex(of: UInt8(ascii: "-")),
            Int(name[name.utf8.index(after: dash)...]) != nil
        {
            backers = parts(of: WorkloadReference(.statefulSet, dependency.namespace, String(name[..<dash])))
        }
        guard !backers.isEmpty else { return [] }
        return [Need(subject: .dependency(dependency), rule: .atLeast(1), backers: backers, namesItsBacker: isBare)]
    }

    private func podNeeds(
        _ selector: LabelSelector, _ dependency: Dependency, _ budget: inout Int
    ) -> [Need]? {
        guard !selector.requirements.contains(where: { PodLabels.isLeftOut($0.key) }) else { return [] }
        let labels = selector.equalities
        let found =
            labels.isEmpty
            ? workloads(in: dependency.namespace, budget: &budget) { _ in true }
            : backers(of: ServiceNode(dependency.namespace, "", selector: labels), budget: &budget)
        guard let backers = found?.filter({ backer in selector.matches { backer.podLabels[$0] } }) else { return nil }
        guard !backers.isEmpty else { return [] }
        return [
            Need(
                subject: .dependency(dependency), rule: Need.Rule(dependency.options), backers: backers,
                namesItsBacker: false)
        ]
    }

    private func workloadNeeds(
        _ kind: WorkloadReference.Kind, _ dependency: Dependency, _ budget: inout Int
    ) -> [Need]? {
        switch dependency.target {
        case .name(let name):
            let backers = parts(of: WorkloadReference(kind, dependency.namespace, name))
            guard !backers.isEmpty else { return [] }
            return [
                Need(
                    subject: .dependency(dependency), rule: Need.Rule(dependency.options), backers: backers,
                    namesItsBacker: true)
            ]
        case .selector(let selector):
            let found = workloads(in: dependency.namespace, budget: &budget) { backer in
                backer.reference.kind == kind && backer.labels.map { labels in selector.matches { labels[$0] } } ?? true
            }
            guard let found else { return nil }
            return needs(ofChosen: found, kind, dependency)
        case .address, .url, .host, .path:
            return []
        }
    }

    private func needs(
        ofChosen found: [WorkloadNode], _ kind: WorkloadReference.Kind, _ dependency: Dependency
    ) -> [Need] {
        func need(_ backers: [WorkloadNode]) -> Need {
            Need(
                subject: .dependency(dependency), rule: Need.Rule(dependency.options), backers: backers,
                namesItsBacker: false)
        }
        // Of one whose own labels nobody knows it cannot be said whether it is meant.
        let chosen = found.filter { $0.labels != nil }
        // Of several Jobs `min=` asks for so many; of other kinds each for itself must be as asked.
        guard kind == .job, dependency.options.minimum != nil else { return chosen.map { need([$0]) } }
        return chosen.isEmpty || chosen.count < found.count ? [] : [need(chosen)]
    }
}

extension Need.Rule {
    /// What `min=` and `condition=rolled-out` make of it; one pod where nothing is said.
    fileprivate init(_ options: DependencyOptions) {
        switch options.minimum {
        case .all: self = .every
        case .count(let count): self = .atLeast(count)
        case nil: self = options.condition?.type.lowercased() == "rolled-out" ? .every : .atLeast(1)
        }
    }
}

extension DependencyOptions {
    /// Words for a condition that pods which do not start keep from coming true.
    private static let conditionsOfPods: Set<String> = [
        "available", "complete", "ready", "rolled-out", "succeeded", "successcriteriamet",
    ]

    /// It takes running or finished pods: not mere existence or absence, nor a field or a condition of any other meaning.
    fileprivate var asksForReadiness: Bool {
        guard !needsOnlyExistence, !needsAbsence, field == nil, minimum != .count(0) else { return false }
        guard let condition else { return true }
        return condition.status == nil && Self.conditionsOfPods.contains(condition.type.lowercased())
    }
}

extension DependencyKind {
    /// The kind of workload that a dependency of this kind names; nil where it names none.
    fileprivate var workloadKind: WorkloadReference.Kind? {
        switch self {
        case .job: .job
        case .cronjob: .cronJob
        case .deployment: .deployment
        case .statefulset: .statefulSet
        case .daemonset: .daemonSet
        default: nil
        }
    }
}
