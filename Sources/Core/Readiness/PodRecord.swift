package import JSONText

/// What is kept of a pod: no more than the rules read.
///
/// There may be 100,000 of them, so whatever is text beside the name is in one allocation, and the rest is numbers.
package struct PodRecord: Hashable, Sendable {
    /// `status.phase`.
    package enum Phase: UInt8, Hashable, Sendable {
        /// Accepted, and not all containers have begun; also a pod that says nothing yet.
        case pending
        /// Bound to a node, with at least one container that runs or is being restarted.
        case running
        /// Every container ended well, and none will be restarted.
        case succeeded
        /// Every container ended, one of them not well.
        case failed
        /// Its node cannot be asked.
        case unknown
    }

    /// What keeps a pod from getting any further by itself.
    package enum Trouble: UInt8, Hashable, Sendable {
        /// Nothing that is known of.
        case none
        /// `PodScheduled=False` with the reason `Unschedulable`: no node takes it.
        case unschedulable
        /// A container that ends again and again.
        case crashLoop
        /// A container whose image cannot be had.
        case image
        /// A container whose environment or volumes name something that is not there.
        case configuration
    }

    /// Its name.
    package let name: String
    /// Its labels, with the namespace and the node's name stowed among them.
    package let labels: PackedLabels
    /// Its UID: by this an endpoint names it.
    package let uid: ObjectUID
    /// `status.phase`.
    package let phase: Phase
    /// What keeps it from becoming Ready.
    package let trouble: Trouble
    /// It has a deletionTimestamp: it counts as absent.
    package let isBeingDeleted: Bool
    /// Its condition Ready is True.
    package let isReady: Bool
    /// Its containers are never started again: a failure is final.
    package let neverRestarts: Bool
    /// It has a controller, which may replace it.
    package let hasController: Bool
    /// The UID of its controller; meaningless without one.
    private let controller: ObjectUID
    private let sinceSeconds: Int64

    /// Its namespace.
    package var namespace: String { labels.stowed(0) }
    /// The node that it is bound to; empty for none.
    package var nodeName: String { labels.stowed(1) }
    /// Whether it is bound to this node, which builds no text.
    package func isBound(to node: String) -> Bool { !node.isEmpty && labels.isStowed(node, 1) }
    /// The UID of its controller: a ReplicaSet, StatefulSet, DaemonSet, Job, …
    package var controllerUID: ObjectUID? { hasController ? controller : nil }
    /// Since when it is as it is: Ready or not Ready by the lastTransitionTime of that condition, or ended by the moment
    /// when its last container did. Nil where the pod does not say.
    package var since: Timestamp? { sinceSeconds == .min ? nil : Timestamp(seconds: Int(sinceSeconds)) }

    /// Reads one Pod object (`v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var metadata = ObjectMetadata()
        var status = PodStatusFields()
        var nodeName = ""
        var neverRestarts = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader, keepsLabels: true)
            case "spec":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let inner = try reader.nextKey() {
                    switch inner {
                    case "nodeName": nodeName = try reader.readStringUnlessNull() ?? ""
                    case "restartPolicy": neverRestarts = try reader.readStringUnlessNull() == "Never"
                    default: break
                    }
                }
            case "status": try status.read(&reader)
            default: break
            }
        }
        name = metadata.name
        labels = metadata.labels.stowing(metadata.namespace, nodeName)
        uid = metadata.uid
        phase = status.phase
        trouble = status.trouble
        isBeingDeleted = metadata.isBeingDeleted
        isReady = status.isReady
        self.neverRestarts = neverRestarts
        hasController = metadata.controllerUID != nil
        controller = metadata.controllerUID ?? .uuid(0, 0)
        sinceSeconds = status.since.map(Self.wholeSeconds) ?? .min
    }

    /// Kubernetes writes whole seconds; a fraction would count as a whole one, so that nothing counts too early.
    private static func wholeSeconds(_ time: Timestamp) -> Int64 {
        Int64(time.seconds) &+ (time.nanoseconds > 0 ? 1 : 0)
    }
}
