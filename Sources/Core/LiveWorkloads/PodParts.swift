package import Policies
package import Readiness
package import WaitGraph

/// Whose a pod is, and which of its workload's pods are like it.
package enum PodParts {
    /// A pod's labels without those that only tell the pods of one workload apart.
    package static func labels(_ labels: [(key: String, value: String)]) -> PackedLabels {
        var kept: [String: String] = [:]
        for (key, value) in labels where !PodLabels.isLeftOut(key) { kept[key] = value }
        return PackedLabels(kept)
    }

    /// The top owner of a pod, or itself.
    package static func workload(of traits: PodTraits, name: String) -> WorkloadReference {
        guard let owner = traits.owners.first else { return WorkloadReference(.pod, traits.namespace, name) }
        let kind = WorkloadReference.Kind(rawValue: owner.kind) ?? .other
        // Nothing is owned by a pod.
        return WorkloadReference(kind == .pod ? .other : kind, traits.namespace, owner.name)
    }
}

extension WorkloadReference {
    /// The part of a workload whose pods have these labels.
    package func part(with labels: PackedLabels) -> WorkloadReference {
        var reference = self
        // Two sets of labels of one workload with the same number would count as one.
        reference.part = UInt32(truncatingIfNeeded: labels.hashValue)
        return reference
    }
}
