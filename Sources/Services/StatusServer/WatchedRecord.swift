package import Readiness

/// What is kept of one object of a watched collection.
///
/// Two that are equal are judged alike, so an object that is written without a change of what is kept touches nothing.
package protocol WatchedRecord: Hashable, Sendable {
    /// The object's namespace and name.
    var objectName: ObjectName { get }
    /// The labels by which dependencies may choose it; none where they cannot.
    var selectableLabels: PackedLabels { get }
    /// The object in whose place it is judged, or by which it is found beside its own name; nil for none.
    var owner: ObjectName? { get }
}

extension WatchedRecord {
    package var selectableLabels: PackedLabels { PackedLabels() }
    package var owner: ObjectName? { nil }
}

extension GatedPod: WatchedRecord {
    package var objectName: ObjectName { name }
}

extension ServiceRecord: WatchedRecord {
    package var objectName: ObjectName { ObjectName(namespace: namespace, name: name) }
}

extension EndpointSliceRecord: WatchedRecord {
    package var objectName: ObjectName { ObjectName(namespace: namespace, name: name) }
    /// The Service whose endpoints it lists.
    package var owner: ObjectName? {
        serviceName.isEmpty ? nil : ObjectName(namespace: namespace, name: serviceName)
    }
}

extension JobRecord: WatchedRecord {
    package var objectName: ObjectName { ObjectName(namespace: namespace, name: name) }
    package var selectableLabels: PackedLabels { labels }
}
