extension ClusterState {
    /// The mutating webhooks that are registered, in the order of their configurations' names.
    mutating func mutatingWebhooks() -> [Webhook] {
        objects(of: "MutatingWebhookConfiguration").flatMap { object in
            (object.value["webhooks"]?.array ?? []).map { Webhook($0, configuration: object.key.name) }
        }
    }

    /// The policies that are in force, in the order of their bindings' names.
    mutating func admissionPolicies() -> [AdmissionPolicy] {
        let bindings = objects(of: "ValidatingAdmissionPolicyBinding").map(\.value).filter {
            $0.at("spec", "validationActions")?.array?.contains("Deny") == true
        }
        guard !bindings.isEmpty else { return [] }
        let policies = objects(of: "ValidatingAdmissionPolicy")
        return bindings.compactMap { binding in
            let name = binding.at("spec", "policyName")?.string
            return policies.first { $0.key.name == name }.map {
                AdmissionPolicy(definition: $0.value, binding: binding)
            }
        }
    }

    /// What the roles and bindings let whom do.
    mutating func access() -> RoleBasedAccess {
        RoleBasedAccess(
            ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"].flatMap { objects(of: $0) }.map(\.value))
    }

    /// The labels of a namespace; none where it does not exist.
    func labels(ofNamespace name: String) -> [String: String] {
        builtIn("Namespace").flatMap { storage.object($0, ObjectKey(namespace: "", name: name)) }?.labels ?? [:]
    }

    /// All objects of a built-in kind, in the order of their names.
    private mutating func objects(of kind: String) -> [StoredObject] {
        guard let resource = builtIn(kind), let page = try? storage.list(resource) else { return [] }
        return page.objects
    }
}
