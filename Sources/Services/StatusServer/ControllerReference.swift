/// The controller of a pod, as the pod names it: the owner reference with `controller: true`, and the labels by which the
/// revisions of one controller are told apart.
package struct ControllerReference: Hashable, Sendable {
    /// `apps/v1`, `batch/v1`, …
    package let apiVersion: String
    /// `ReplicaSet`, `StatefulSet`, …
    package let kind: String
    /// Its name, in the pod's namespace.
    package let name: String
    /// Its UID.
    package let uid: String
    /// The pod's label `controller-revision-hash`.
    package let revisionHash: String?
    /// The pod's label `pod-template-hash`.
    package let templateHash: String?

    /// A controller of these parts.
    package init(
        apiVersion: String, kind: String, name: String, uid: String, revisionHash: String? = nil,
        templateHash: String? = nil
    ) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.name = name
        self.uid = uid
        self.revisionHash = revisionHash
        self.templateHash = templateHash
    }

    /// The labels of a pod that are kept with its controller.
    static let revisionLabel = "controller-revision-hash", templateLabel = "pod-template-hash"
}
