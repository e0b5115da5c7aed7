import Dependencies
import Dialects
import Policies
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
        let reference: WorkloadReference
        let pods: Int?
        if let owner = traits.owners.first {
            let kind = WorkloadReference.Kind(rawValue: owner.kind)
            // Nothing is owned by a pod.
            reference = WorkloadReference(kind == .pod ? .other : kind ?? .other, traits.namespace, owner.name)
            pods = nil
        } else {
            // The API server makes the rest of the name.
            let name = metadata.name.isEmpty ? metadata.generateName + "..." : metadata.name
            reference = WorkloadReference(.pod, traits.namespace, name)
            pods = 1
        }
        var labels: [String: String] = [:]
        for (key, value) in traits.labels { labels[key] = value }
        self.init(
            WorkloadNode(reference, podLabels: labels, pods: pods, waits: waits), policies: policies)
    }
}
