package import JSONText

/// What is kept of a DaemonSet: no more than `DaemonSetRule` reads.
package struct DaemonSetRecord: Hashable, Sendable {
    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String
    /// Its UID: by this its pods name it.
    package let uid: ObjectUID
    /// It has a deletionTimestamp: it counts as absent.
    package let isBeingDeleted: Bool
    /// Its controller has seen its newest spec: its status is about that.
    package let isObserved: Bool
    /// Its pods are updated only as somebody deletes them.
    package let updatesOnDelete: Bool
    /// How many nodes should run a pod of it.
    package let desired: Int
    /// Nodes with a pod of the newest revision, and those with a pod that is available.
    package let updated: Int, available: Int

    /// Reads one DaemonSet object (`apps/v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        let fields = try WorkloadFields(reading: &reader)
        namespace = fields.metadata.namespace
        name = fields.metadata.name
        uid = fields.metadata.uid
        isBeingDeleted = fields.metadata.isBeingDeleted
        isObserved = fields.isObserved
        updatesOnDelete = fields.strategy == "OnDelete"
        desired = fields.counts.desiredNodes
        updated = fields.counts.updated
        available = fields.counts.available
    }
}
