package import JSONText

/// What is kept of a CronJob: no more than `CronJobRule` reads.
package struct CronJobRecord: Hashable, Sendable {
    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String
    /// It has a deletionTimestamp: it counts as absent.
    package let isBeingDeleted: Bool
    /// `spec.suspend`: it starts no Jobs.
    package let isSuspended: Bool
    /// When a Job of it last completed; nil for never.
    package let lastSuccess: Timestamp?

    /// Reads one CronJob object (`batch/v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var metadata = ObjectMetadata()
        var suspend = false
        var lastSuccess: Timestamp?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader)
            case "spec":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let inner = try reader.nextKey() {
                    if inner.isEqual(to: "suspend") { suspend = try reader.readBooleanUnlessNull() ?? false }
                }
            case "status":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let inner = try reader.nextKey() {
                    guard inner.isEqual(to: "lastSuccessfulTime") else { continue }
                    lastSuccess = try reader.readTimestamp()
                }
            default: break
            }
        }
        namespace = metadata.namespace
        name = metadata.name
        isBeingDeleted = metadata.isBeingDeleted
        isSuspended = suspend
        self.lastSuccess = lastSuccess
    }
}
