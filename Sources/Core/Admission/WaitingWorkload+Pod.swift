import Dependencies
import Dialects
import Policies
import Readiness
import WaitGraph

extension WaitingWorkload {
    /// The workload that a pod under review belongs to, which is the pod itself where nothing controls it. It waits for what
    /// `question` asks, and its containers of our image that people wrote; `policies` select it.
    init?(
        _ metadata: PodMetadata, _ traits: PodTraits, asking question: WaitQuestion?,
        _ handWritten: [HandWrittenContainer], _ policies: [Policy]
    ) {
        var waits = question?.lastingDependencies ?? []
        for container in handWritten {
            for wait in container.question?.question.lastingDependencies ?? [] where !waits.contains(wait) {
                waits.append(wait)
            }
        }
        guard !waits.isEmpty else { return nil }
        // The API server makes the rest of the name.
        let name = metadata.name.isEmpty ? metadata.generateName + "..." : metadata.name
        let owner = traits.owners.first.map { ($0.kind, $0.name) }
        let reference = WorkloadReference(ofPod: name, in: traits.namespace, owner: owner)
        self.init(
            WorkloadNode(
                reference, labels: PackedLabels(), podLabels: PodLabels.packed(traits.labels),
                pods: owner == nil ? 1 : nil, startedPods: 0, waits: waits),
            policies: policies)
    }
}
