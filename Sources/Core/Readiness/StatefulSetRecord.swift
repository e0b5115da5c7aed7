package import JSONText

/// What is kept of a StatefulSet: no more than `StatefulSetRule` reads.
package struct StatefulSetRecord: Hashable, Sendable {
    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String
    /// It has a deletionTimestamp: it counts as absent.
    package let isBeingDeleted: Bool
    /// Its labels.
    package let labels: PackedLabels
    /// Its controller has seen its newest spec: its status is about that.
    package let isObserved: Bool
    /// Its pods are updated only as somebody deletes them.
    package let updatesOnDelete: Bool
    /// Pods of lower ordinals are left as they are.
    package let partition: Int
    /// How many pods it wants.
    package let desired: Int
    /// Its pods of the newest revision, and those that are Ready.
    package let updated: Int, ready: Int

    /// Reads one StatefulSet object (`apps/v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        let fields = try WorkloadFields(reading: &reader)
        namespace = fields.metadata.namespace
        name = fields.metadata.name
        isBeingDeleted = fields.metadata.isBeingDeleted
        labels = fields.metadata.labels
        isObserved = fields.isObserved
        updatesOnDelete = fields.strategy == "OnDelete"
        partition = fields.partition
        desired = fields.desired
        updated = fields.counts.updated
        ready = fields.counts.ready
    }
}
