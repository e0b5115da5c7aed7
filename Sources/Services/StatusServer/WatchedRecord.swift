package import Readiness

/// What is kept of one object of a watched collection.
///
/// Two that are equal are judged alike, so an object that is written without a change of what is kept touches nothing.
package protocol WatchedRecord: Hashable, Sendable {
    /// The object's namespace; empty for one without.
    var namespace: String { get }
    /// The object's name.
    var name: String { get }
    /// The labels by which dependencies may choose it; none where they cannot.
    var selectableLabels: PackedLabels { get }
    /// By what it is found beside its own name.
    var links: [RecordLink] { get }
}

/// What several objects of a collection and namespace may have in common, by which they are found.
package enum RecordLink: Hashable, Sendable {
    /// They belong to the object of that name: EndpointSlices to a Service. Indirect, so that the others are small.
    indirect case owner(ObjectName)
    /// They are pods on that node.
    case node(String)
    /// They have that UID, as one object only has, or their controller has it.
    case uid(ObjectUID)
}

extension WatchedRecord {
    /// Which object it is.
    package var objectName: ObjectName { ObjectName(namespace: namespace, name: name) }
    /// None.
    package var selectableLabels: PackedLabels { PackedLabels() }
    /// None.
    package var links: [RecordLink] { [] }
}

extension GatedPod: WatchedRecord {
    /// Its controller: pods that share it share what is remembered of finished Jobs.
    package var links: [RecordLink] { controller.map { [.uid(ObjectUID($0.uid))] } ?? [] }
}

extension ServiceRecord: WatchedRecord {
    /// All its labels.
    package var selectableLabels: PackedLabels { labels }
}

extension EndpointSliceRecord: WatchedRecord {
    /// The Service whose endpoints it lists.
    package var links: [RecordLink] {
        serviceName.isEmpty ? [] : [.owner(ObjectName(namespace: namespace, name: serviceName))]
    }
}

extension JobRecord: WatchedRecord {
    /// All its labels.
    package var selectableLabels: PackedLabels { labels }
}

extension PodRecord: WatchedRecord {
    /// All its labels.
    package var selectableLabels: PackedLabels { labels }
    /// Its node, for DaemonSets, and its UID, by which endpoints name it.
    package var links: [RecordLink] { (nodeName.isEmpty ? [] : [.node(nodeName)]) + [.uid(uid)] }
}

extension CronJobRecord: WatchedRecord {}

extension DeploymentRecord: WatchedRecord {
    /// All its labels.
    package var selectableLabels: PackedLabels { labels }
}

extension StatefulSetRecord: WatchedRecord {
    /// All its labels.
    package var selectableLabels: PackedLabels { labels }
}

extension DaemonSetRecord: WatchedRecord {}
extension VolumeClaimRecord: WatchedRecord {}
extension CustomResourceDefinitionRecord: WatchedRecord {}
extension NodeRecord: WatchedRecord {}

extension NamespaceRecord: WatchedRecord {
    /// None: a Namespace is in no namespace.
    package var namespace: String { "" }
}

extension ConfigurationRecord: WatchedRecord {}
extension ResourceRecord: WatchedRecord {}
