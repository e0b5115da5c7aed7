import Dependencies
import Manifests
import WaitGraph

/// What must be known of the cluster about these manifests and is not asked yet.
///
/// The namespaces that matter are those which the manifests fill and those that their pods wait for; and since circles may
/// lead on, those that pods there wait for, so that answers may bring further questions.
struct ClusterQuestions {
    /// The objects, those among them that are known of the cluster so far.
    let inventory: Inventory
    /// What is known to be there, without options.
    let known: [Dependency]

    /// The questions, in order.
    var open: [ClusterQuestion] {
        var questions: [ClusterQuestion] = [.objects(.clusterPolicy, namespace: "")]
        for namespace in namespaces.sorted() {
            questions.append(.namespace(namespace))
            questions += ClusterCollection.allCases.filter(\.isNamespaced).map { .objects($0, namespace: namespace) }
        }
        var seen: Set<Dependency> = []
        for workload in inventory.workloads {
            for dependency in workload.dependencies.map(\.withoutOptions) where isSingle(dependency) {
                if seen.insert(dependency).inserted { questions.append(.object(dependency)) }
            }
        }
        return questions.filter { inventory.snapshot?.wasAsked($0) != true }
    }

    private var namespaces: Set<String> {
        var names = Set(inventory.entries.filter { !$0.scope.isEmpty }.map(\.namespace))
        for workload in inventory.workloads + inventory.cluster.workloads {
            for dependency in workload.dependencies { names.formUnion(namespaces(of: dependency, workload)) }
        }
        return names.filter { !$0.isEmpty }
    }

    private func namespaces(of dependency: Dependency, _ workload: LintedWorkload) -> [String] {
        let host = dependency.host
        let named = host.flatMap { ClusterName(host: $0, from: workload.entry.namespace) }
        // The name of a host outside of the cluster may look like a Service's, but for the word that tells.
        guard let host, let named else { return [dependency.namespace] }
        return host.contains(".svc") || inventory.own.entry("Service", named.namespace, named.service) != nil
            ? [named.namespace] : []
    }

    /// Of these kinds not all objects are read: a cluster has many, and people may not read Secrets.
    private func isSingle(_ dependency: Dependency) -> Bool {
        guard case .name(let name) = dependency.target, !inventory.isBrought(name, dependency),
            !known.contains(where: { $0.withoutOptions == dependency })
        else { return false }
        switch dependency.kind {
        case .configmap, .secret, .pvc, .crd, .node, .pod, .resource: return true
        default: return false
        }
    }
}
