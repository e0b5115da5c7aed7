/// What a Lease says of who leads: the `spec` of coordination.k8s.io/v1.
///
/// <https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/>
///
/// The two times are kept as they are written and are never compared with any clock: they are there for people. A record
/// that is not what it was a moment ago is the sign of life, whatever times it names.
package struct LeaseRecord: Hashable, Sendable {
    /// Who holds it; empty when nobody does.
    package var holder = ""
    /// How long it is to be respected after its last change, in seconds; 0 when it does not say.
    package var durationSeconds = 0
    /// When this holder got it, as `metav1.MicroTime`; empty when it does not say.
    package var acquireTime = ""
    /// When this holder last said that it lives; likewise.
    package var renewTime = ""
    /// How often it has changed hands.
    package var transitions = 0

    /// A Lease that says nothing.
    package init() {}
}
