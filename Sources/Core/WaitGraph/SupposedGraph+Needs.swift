import Dependencies
import Readiness

extension SupposedGraph {
    /// Adds what one dependency of a pod of `namespace` needs, as far as it is pods of known workloads. Every need must come
    /// true. None where nothing known stands behind it: what is not there is waited for, and is no circle.
    ///
    /// `budget` is lessened by each object looked at.
    ///
    /// - Returns: false once that is used up.
    func addNeeds(
        of dependency: Dependency, from namespace: String, to needs: inout [Need], budget: inout Int
    ) -> Bool {
        guard dependency.asksForReadiness else { return true }
        switch (dependency.kind, dependency.target) {
        case (.service, .name(let name)):
            return addNeed(ofService: name, in: dependency.namespace, dependency, to: &needs, &budget)
        case (.service, .selector(let selector)):
            let chosen = services(in: dependency.namespace, budget: &budget) { labels in
                selector.matches { labels[$0] }
            }
            return chosen?.allSatisfy {
                addNeed(ofService: $0, in: dependency.namespace, dependency, to: &needs, &budget)
            } ?? false
        case (.tcp, .address(let host, _)):
            return addNeed(ofHost: host, from: namespace, dependency, to: &needs, &budget)
        case (.http, .url(let url)):
            return addNeed(ofHost: ClusterName.host(ofURL: url), from: namespace, dependency, to: &needs, &budget)
        case (.pod, .name(let name)):
            addNeed(ofPod: name, dependency, to: &needs)
            return true
        case (.pod, .selector(let selector)):
            return addNeed(ofPods: selector, dependency, to: &needs, &budget)
        default:
            guard let kind = dependency.kind.workloadKind else { return true }
            return addNeeds(ofWorkloads: kind, dependency, to: &needs, &budget)
        }
    }

    // MARK: Services

    private func addNeed(
        ofService name: String, in namespace: String, _ dependency: Dependency, to needs: inout [Need],
        _ budget: inout Int
    ) -> Bool {
        guard let number = number(ofService: name, in: namespace) else { return true }
        guard let backers = backers(ofService: number, budget: &budget) else { return false }
        needs.append(
            Need(
                subject: .service(namespace, name), rule: Need.Rule(dependency), backers: backers,
                namesItsBacker: false))
        return true
    }

    private func addNeed(
        ofHost host: String?, from namespace: String, _ dependency: Dependency, to needs: inout [Need],
        _ budget: inout Int
    ) -> Bool {
        guard let host, let named = ClusterName(host: host, from: namespace) else { return true }
        return addNeed(ofService: named.service, in: named.namespace, dependency, to: &needs, &budget)
    }

    // MARK: Pods and workloads

    /// A pod by its name is a bare one, or one of a StatefulSet's, whose names are made in one way only.
    private func addNeed(ofPod name: String, _ dependency: Dependency, to needs: inout [Need]) {
        var backers = parts(of: WorkloadReference(.pod, dependency.namespace, name))
        let isBare = !backers.isEmpty
        if !isBare, let dash = name.utf8.lastIndex(of: UInt8(ascii: "-")),
            Int(name[name.utf8.index(after: dash)...]) != nil
        {
            backers = parts(of: WorkloadReference(.statefulSet, dependency.namespace, String(name[..<dash])))
        }
        guard !backers.isEmpty else { return }
        needs.append(
            Need(subject: .dependency(dependency), rule: .atLeast(1), backers: backers, namesItsBacker: isBare))
    }

    private func addNeed(
        ofPods selector: LabelSelector, _ dependency: Dependency, to needs: inout [Need], _ budget: inout Int
    ) -> Bool {
        guard !selector.requirements.contains(where: { PodLabels.isLeftOut($0.key) }) else { return true }
        let labels = PackedLabels(selector.equalities)
        let found = workloads(in: dependency.namespace, withPods: labels, budget: &budget) { workload in
            selector.matches { workload.podLabels[$0] }
        }
        guard let backers = found else { return false }
        if !backers.isEmpty { needs.append(Self.need(dependency, backers, namesItsBacker: false)) }
        return true
    }

    private func addNeeds(
        ofWorkloads kind: WorkloadReference.Kind, _ dependency: Dependency, to needs: inout [Need],
        _ budget: inout Int
    ) -> Bool {
        switch dependency.target {
        case .name(let name):
            let backers = parts(of: WorkloadReference(kind, dependency.namespace, name))
            if !backers.isEmpty { needs.append(Self.need(dependency, backers, namesItsBacker: true)) }
            return true
        case .selector(let selector):
            let found = workloads(in: dependency.namespace, budget: &budget) { backer in
                backer.reference.kind == kind && backer.labels.map { labels in selector.matches { labels[$0] } } ?? true
            }
            guard let found else { return false }
            // Of one whose own labels nobody knows it cannot be said whether it is meant.
            let chosen = found.filter { backer in read(backer.number) { $0.labels != nil } ?? false }
            // Of several Jobs `min=` asks for so many; of other kinds each for itself must be as asked.
            if kind != .job || dependency.options.minimum == nil {
                for backer in chosen { needs.append(Self.need(dependency, [backer], namesItsBacker: false)) }
            } else if !chosen.isEmpty, chosen.count == found.count {
                needs.append(Self.need(dependency, chosen, namesItsBacker: false))
            }
            return true
        case .address, .url, .host, .path:
            return true
        }
    }

    private static func need(_ dependency: Dependency, _ backers: [Need.Backer], namesItsBacker: Bool) -> Need {
        Need(
            subject: .dependency(dependency), rule: Need.Rule(dependency), backers: backers,
            namesItsBacker: namesItsBacker)
    }
}

extension Need.Rule {
    /// What `min=` and `condition=rolled-out` make of it; one pod where nothing is said.
    fileprivate init(_ dependency: Dependency) {
        let options = dependency.statedOptions
        switch options?.minimum {
        case .all: self = .every
        case .count(let count): self = .atLeast(count)
        case nil: self = options?.condition?.type.lowercased() == "rolled-out" ? .every : .atLeast(1)
        }
    }
}

extension Dependency {
    /// Words for a condition that pods which do not start keep from coming true.
    private static let conditionsOfPods: Set<String> = [
        "available", "complete", "ready", "rolled-out", "succeeded", "successcriteriamet",
    ]

    /// It takes running or finished pods: not mere existence or absence, nor a field or a condition of any other meaning.
    fileprivate var asksForReadiness: Bool {
        guard let options = statedOptions else { return true }
        guard !options.needsOnlyExistence, !options.needsAbsence, options.field == nil, options.minimum != .count(0)
        else { return false }
        guard let condition = options.condition else { return true }
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
