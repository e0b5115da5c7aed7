package import Dependencies
package import JSONText
package import Policies
package import Readiness
package import WaitGraph

/// One pod that is there, as far as it decides what waits for what.
package struct LivePod: Hashable, Sendable {
    /// How far a pod has got.
    package enum Standing: Hashable, Sendable {
        /// It waits for nothing any more, or never did: its own containers run or are about to.
        case past
        /// Its own containers start once all of this is true, and never before.
        case waiting([Dependency])
    }

    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String
    /// The part of the workload to which it belongs, which is the pod itself where nothing controls it.
    package let workload: WorkloadReference
    /// Its labels without those that only tell the pods of one workload apart.
    package let labels: PackedLabels
    /// How far it has got.
    package let standing: Standing
    /// It is going away, so nothing is to be expected of it.
    package let isBeingDeleted: Bool

    /// A pod of those traits.
    package init(_ traits: PodTraits, name: String, isBeingDeleted: Bool, standing: Standing) {
        namespace = traits.namespace
        self.name = name
        labels = PodLabels.packed(traits.labels)
        let owner = traits.owners.first.map { ($0.kind, $0.name) }
        workload = WorkloadReference(ofPod: name, in: namespace, owner: owner).part(with: labels)
        self.standing = standing
        self.isBeingDeleted = isBeingDeleted
    }

    /// Reads one pod that no container of ours keeps from starting: its metadata alone, as of a Pod or a
    /// `PartialObjectMetadata`
    /// (https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches).
    package init(readingUngated reader: inout JSONReader) throws(JSONError) {
        var metadata = SelectableMetadata()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key.isEqual(to: "metadata") { metadata = try SelectableMetadata(reading: &reader) }
        }
        guard !metadata.identity.name.isEmpty else {
            throw JSONError(.wrongType, at: reader.offset, "a pod without a name")
        }
        let traits = PodTraits(
            namespace: metadata.identity.namespace, labels: metadata.labels, controller: metadata.controller)
        self.init(
            traits, name: metadata.identity.name, isBeingDeleted: metadata.identity.isBeingDeleted, standing: .past)
    }
}
