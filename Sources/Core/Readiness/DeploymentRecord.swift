package import JSONText

/// What is kept of a Deployment: no more than `DeploymentRule` reads.
package struct DeploymentRecord: Hashable, Sendable {
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
    /// Its condition Available is True.
    package let isAvailable: Bool
    /// Its roll-out has taken longer than progressDeadlineSeconds.
    package let isPastDeadline: Bool
    /// Its roll-out is paused.
    package let isPaused: Bool
    /// How many pods it wants.
    package let desired: Int
    /// Its pods of any revision, those of the newest revision, and those that are available.
    package let replicas: Int, updated: Int, available: Int

    /// Reads one Deployment object (`apps/v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        let fields = try WorkloadFields(reading: &reader)
        namespace = fields.metadata.namespace
        name = fields.metadata.name
        isBeingDeleted = fields.metadata.isBeingDeleted
        labels = fields.metadata.labels
        isObserved = fields.isObserved
        isAvailable = fields.isAvailable
        isPastDeadline = fields.isPastDeadline
        isPaused = fields.isPaused
        desired = fields.desired
        replicas = fields.counts.replicas
        updated = fields.counts.updated
        available = fields.counts.available
    }
}
