package import JSONText

/// What is kept of a Node: no more than `NodeRule` reads.
package struct NodeRecord: Hashable, Sendable {
    /// What the condition Ready says.
    package enum Readiness: Hashable, Sendable {
        /// There is no such condition yet.
        case unsaid
        /// It is False.
        case notReady
        /// It is Unknown: the kubelet has stopped to report.
        case unknown
        /// It is True.
        case ready
    }

    /// Empty: it has no namespace.
    package let namespace: String
    /// Its name.
    package let name: String
    /// It has a deletionTimestamp: it counts as absent.
    package let isBeingDeleted: Bool
    /// What the condition Ready says.
    package let readiness: Readiness

    /// Reads one Node object (`v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var metadata = ObjectMetadata()
        var readiness = Readiness.unsaid
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader)
            case "status":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let inner = try reader.nextKey() {
                    guard inner.isEqual(to: "conditions") else { continue }
                    guard try reader.beginArrayUnlessNull() else { continue }
                    while try reader.nextElement() {
                        let condition = try ConditionFields(reading: &reader)
                        guard condition.type == "Ready" else { continue }
                        switch condition.status {
                        case "True": readiness = .ready
                        case "False": readiness = .notReady
                        default: readiness = .unknown
                        }
                    }
                }
            default: break
            }
        }
        namespace = metadata.namespace
        name = metadata.name
        isBeingDeleted = metadata.isBeingDeleted
        self.readiness = readiness
    }
}
