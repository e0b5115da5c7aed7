/// The controller of a pod at one revision: pods that share it share what is remembered of finished Jobs.
///
/// A pod without a controller, or with one of a kind whose revisions cannot be told apart, has none and remembers nothing.
package struct PodController: Hashable, Sendable {
    /// The kinds of controller that memory knows.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// A ReplicaSet is one revision by itself: each template of a Deployment has one of its own.
        case replicaSet = "ReplicaSet"
        /// A StatefulSet; its pods carry their revision as a label.
        case statefulSet = "StatefulSet"
        /// A DaemonSet; likewise.
        case daemonSet = "DaemonSet"
        /// A Job, whose template cannot change.
        case job = "Job"

        /// The API group and version of the kind. Others use the same names for kinds of their own.
        var apiVersion: String { self == .job ? "batch/v1" : "apps/v1" }

        /// Whether its pods differ in their revision while it stays the same object.
        var hasRevisions: Bool { self == .statefulSet || self == .daemonSet }
    }

    /// The label of a StatefulSet's or DaemonSet's pod that names its revision.
    package static let revisionLabel = "controller-revision-hash"
    /// The label of a Deployment's pod that ends the name of its ReplicaSet.
    package static let templateLabel = "pod-template-hash"

    /// What kind it is of.
    package let kind: Kind
    /// Its namespace, which is its pods' own.
    package let namespace: String
    /// Its name.
    package let name: String
    /// Its UID: one that is created anew under the same name is another controller.
    package let uid: String
    /// The revision of the pod; empty for kinds whose objects are a revision by themselves.
    package let revision: String
    /// What the controller belongs to.
    package let owner: Owner

    /// The workload that a controller belongs to: a ReplicaSet's Deployment, else the controller itself.
    package struct Owner: Hashable, Sendable {
        /// Its kind.
        package let kind: String
        /// Its name, in the controller's namespace.
        package let name: String

        /// An owner of any kind and name.
        package init(kind: String, name: String) {
            self.kind = kind
            self.name = name
        }
    }

    /// Reads the owner reference of a pod that has `controller: true`.
    ///
    /// A Deployment names its ReplicaSets after itself and the hash that it also puts on their pods as a label, so its
    /// name is theirs without that hash. Without the label, as in a ReplicaSet that somebody made by hand, the ReplicaSet is
    /// its own owner.
    ///
    /// - Parameters:
    ///   - namespace: the pod's.
    ///   - label: the value of a label of the pod.
    /// - Returns: nil for a controller that memory does not know, or without the UID or revision that tells it apart.
    package init?(
        apiVersion: String, kind: String, name: String, uid: String, namespace: String, label: (String) -> String?
    ) {
        guard let kind = Kind(rawValue: kind), kind.apiVersion == apiVersion, !name.isEmpty, !uid.isEmpty else {
            return nil
        }
        var revision = ""
        if kind.hasRevisions {
            guard let hash = label(Self.revisionLabel), !hash.isEmpty else { return nil }
            revision = hash
        }
        var owner = Owner(kind: kind.rawValue, name: name)
        if kind == .replicaSet, let hash = label(Self.templateLabel), !hash.isEmpty, name.hasSuffix("-\(hash)") {
            let workload = String(name.dropLast(hash.count + 1))
            if !workload.isEmpty { owner = Owner(kind: "Deployment", name: workload) }
        }
        self.init(kind: kind, namespace: namespace, name: name, uid: uid, revision: revision, owner: owner)
    }

    /// A controller of parts that were read before.
    init(kind: Kind, namespace: String, name: String, uid: String, revision: String, owner: Owner) {
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.uid = uid
        self.revision = revision
        self.owner = owner
    }

    /// What tells this revision from all others.
    var identity: Identity { Identity(uid: uid, revision: revision) }

    /// A UID and, where that is not enough, a revision.
    struct Identity: Hashable, Sendable {
        /// The controller's UID.
        let uid: String
        /// The revision; empty where the UID says it.
        let revision: String
    }

    /// How messages call it: `ReplicaSet shop/my-api-57b6f7c45f`.
    var displayName: String { "\(kind.rawValue) \(namespace)/\(name)" }
}
