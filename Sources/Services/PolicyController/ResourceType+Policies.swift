package import KubernetesClient
package import Policies

extension ResourceType {
    /// The two kinds of policy.
    package static func policies(_ kind: PolicyKind) -> ResourceType {
        let isNamespaced = kind == .namespaced
        return ResourceType(
            group: PolicyRecord.group, version: PolicyRecord.version,
            plural: isNamespaced ? "waitpolicies" : "clusterwaitpolicies", kind: kind.rawValue,
            isNamespaced: isNamespaced, purpose: "what pods wait for by policies")
    }
}
