import Dependencies
import Policies
import WaitGraph

extension TemplateJudge {
    /// A workload in a graph, if its pods are to have these annotations and those policies select them.
    func node(
        _ workload: WorkloadObject, _ kind: WorkloadKind, _ annotations: PodAnnotations, _ policies: [Policy],
        _ body: Span<UInt8>
    ) -> WorkloadNode {
        let merge = PolicyMerge(
            annotations, policies, namespace: namespace, restartPolicy: workload.template?.spec?.restartPolicy,
            defaults: defaults)
        // The API server makes the rest of the name.
        let metadata = workload.metadata
        let name = metadata.name.isEmpty ? metadata.generateName + "..." : metadata.name
        func labels(_ bytes: Range<Int>?) -> [String: String] {
            var labels: [String: String] = [:]
            guard let bytes else { return labels }
            for (key, value) in PodTraits.labels(body.extracting(bytes)) { labels[key] = value }
            return labels
        }
        return WorkloadNode(
            WorkloadReference(WorkloadReference.Kind(kind), namespace, name), labels: labels(metadata.labels),
            podLabels: labels(workload.template?.labels), pods: workload.replicas,
            waits: (merge.question?.lastingDependencies ?? []).filter { wishes.permission.permits($0, from: namespace) }
        )
    }

    /// Annotations of pods, as they are read.
    func reading(_ annotations: [(key: String, value: String)]) -> PodAnnotations {
        PodAnnotations(
            annotations, namespace: namespace, restartPolicy: spec.restartPolicy, defaults: defaults)
    }
}

extension WorkloadReference.Kind {
    /// The same kind in a graph.
    fileprivate init(_ kind: WorkloadKind) {
        self =
            switch kind {
            case .deployment: .deployment
            case .statefulSet: .statefulSet
            case .daemonSet: .daemonSet
            case .replicaSet: .replicaSet
            case .job: .job
            case .cronJob: .cronJob
            }
    }
}
