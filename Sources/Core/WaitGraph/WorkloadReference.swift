package import Readiness

/// Which workload it is: the top owner of its pods, so that a Deployment's ReplicaSets and pods are all the Deployment.
package struct WorkloadReference: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// What makes pods, or is one.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        case deployment = "Deployment"
        case statefulSet = "StatefulSet"
        case daemonSet = "DaemonSet"
        case replicaSet = "ReplicaSet"
        case job = "Job"
        case cronJob = "CronJob"
        case pod = "Pod"
        /// Any other owner of pods, whose kind nothing waits for by name.
        case other = "Workload"
    }

    /// Its kind.
    package let kind: Kind
    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String
    /// Which of its pods, where they are not all alike: those of one part have the same labels. 0 for all of them.
    package var part: UInt32

    /// The workload of that kind, namespace and name.
    package init(_ kind: Kind, _ namespace: String, _ name: String, part: UInt32 = 0) {
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.part = part
    }

    /// The workload that a pod of that name belongs to: its top owner, given by kind and name, or else the pod itself.
    package init(ofPod pod: String, in namespace: String, owner: (kind: String, name: String)?) {
        guard let owner else {
            self.init(.pod, namespace, pod)
            return
        }
        let kind = Kind(rawValue: owner.kind) ?? .other
        // Nothing is owned by a pod.
        self.init(kind == .pod ? .other : kind, namespace, owner.name)
    }

    /// The part of it whose pods have these labels.
    package func part(with labels: PackedLabels) -> WorkloadReference {
        var reference = self
        // Two sets of labels of one workload with the same number would count as one.
        reference.part = UInt32(truncatingIfNeeded: labels.hashValue)
        return reference
    }

    /// Whether it is the same workload, whichever part of it.
    package func isPart(of other: WorkloadReference) -> Bool {
        kind == other.kind && name == other.name && namespace == other.namespace
    }

    /// `shop/api`: how a circle names it.
    package var description: String { "\(namespace)/\(name)" }

    /// By namespace, name, kind and part.
    package static func < (one: WorkloadReference, other: WorkloadReference) -> Bool {
        (one.namespace, one.name, one.kind.rawValue, one.part)
            < (other.namespace, other.name, other.kind.rawValue, other.part)
    }
}
