package import JSONText

/// What is kept of a Job: no more than `JobRule` reads.
package struct JobRecord: Hashable, Sendable {
    /// How far a Job has come, by its conditions.
    package enum Phase: Hashable, Sendable {
        /// No condition says anything yet.
        case active
        /// `SuccessCriteriaMet`: it will be complete when its last pods have ended.
        case succeeding
        /// `FailureTarget`: it will be failed when its last pods have ended.
        case failing
        /// `Complete`, since then if that is known.
        case complete(Timestamp?)
        /// `Failed`, since then if that is known.
        case failed(Timestamp?)
    }

    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String
    /// Its UID: its state belongs to this, not to its name.
    package let uid: ObjectUID
    /// It has a deletionTimestamp: it counts as absent.
    package let isBeingDeleted: Bool
    /// Its labels.
    package let labels: PackedLabels
    /// How far it has come.
    package let phase: Phase
    /// It has done its work.
    package var isComplete: Bool { if case .complete = phase { true } else { false } }
    /// Why it fails or has failed, if it does and the reason is a known one.
    package let failureReason: JobFailureReason?
    /// `spec.suspend`.
    package let isSuspended: Bool
    /// Its controller has begun to run it.
    package let isStarted: Bool
    /// How many successes it needs; nil for a work queue.
    package let completions: Int?
    /// Its pods that run, have succeeded, and have failed.
    package let active: Int, succeeded: Int, failures: Int

    /// Reads one Job object (`batch/v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var metadata = ObjectMetadata()
        var status = JobStatusFields()
        var suspend = false
        var completions: Int?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader, keepsLabels: true)
            case "spec":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let inner = try reader.nextKey() {
                    switch inner {
                    case "suspend": suspend = try reader.readBooleanUnlessNull() ?? false
                    case "completions": completions = try reader.readIntegerUnlessNull()
                    default: break
                    }
                }
            case "status": try status.read(&reader)
            default: break
            }
        }
        namespace = metadata.namespace
        name = metadata.name
        uid = metadata.uid
        isBeingDeleted = metadata.isBeingDeleted
        labels = metadata.labels
        phase = status.phase
        failureReason = status.failureReason
        isSuspended = suspend
        isStarted = status.isStarted
        self.completions = completions
        active = status.active
        succeeded = status.succeeded
        failures = status.failures
    }
}
