/// Kinds of which the server touches only its own objects, by name. Nobody can wait for them, and the table of kinds that
/// the ClusterRole is made of does not have them.
extension ResourceType {
    /// Leases: which replica does what only one of them should do.
    package static let leases = ResourceType(
        group: "coordination.k8s.io", version: "v1", plural: "leases", kind: "Lease", isNamespaced: true,
        verbs: [.get, .patch], purpose: "which replica does what only one of them should do")

    /// MutatingWebhookConfigurations: the registration of our webhook.
    package static let mutatingWebhookConfigurations = ResourceType(
        group: "admissionregistration.k8s.io", version: "v1", plural: "mutatingwebhookconfigurations",
        kind: "MutatingWebhookConfiguration", isNamespaced: false, verbs: [.list, .watch, .patch],
        purpose: "the registration of our webhook: whether API servers trust us by its caBundle")
}
