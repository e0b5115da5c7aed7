package import JSONText

/// What is kept of a PersistentVolumeClaim: no more than `VolumeClaimRule` reads.
package struct VolumeClaimRecord: Hashable, Sendable {
    /// How far a claim has come: `status.phase`.
    package enum Phase: String, Hashable, Sendable {
        /// It has no volume yet; also where none is said.
        case pending = "Pending"
        /// It has a volume.
        case bound = "Bound"
        /// Its volume is gone.
        case lost = "Lost"
    }

    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String
    /// It has a deletionTimestamp: it counts as absent.
    package let isBeingDeleted: Bool
    /// How far it has come. A phase that is not known counts as pending.
    package let phase: Phase
    /// The scheduler has put a pod that mounts it on a node, for which its volume is being made: it says so only where
    /// the StorageClass waits for that.
    package let hasSelectedNode: Bool

    /// Reads one PersistentVolumeClaim object (`v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var metadata = ObjectMetadata()
        var phase = Phase.pending
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader)
            case "status":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let inner = try reader.nextKey() {
                    guard inner.isEqual(to: "phase") else { continue }
                    phase = Phase(rawValue: try reader.readStringUnlessNull() ?? "") ?? .pending
                }
            default: break
            }
        }
        namespace = metadata.namespace
        name = metadata.name
        isBeingDeleted = metadata.isBeingDeleted
        self.phase = phase
        hasSelectedNode = metadata.hasSelectedNode
    }
}
