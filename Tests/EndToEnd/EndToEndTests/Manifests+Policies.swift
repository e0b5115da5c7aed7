import KubernetesTestKit

extension Manifests {
    /// The path of the WaitPolicies of namespace `shop`.
    static let policyPath = "/apis/wait.k8s/v1alpha1/namespaces/shop/waitpolicies"

    /// The path of the Leases by which replicas tell each other which policies they have.
    static let replicaLeases =
        "/apis/coordination.k8s.io/v1/namespaces/k8s-wait/leases?labelSelector=wait.k8s%2Freplica-of%3Dk8s-wait"

    /// The definition of one of the two kinds of policy.
    static func policyDefinition(_ kind: String, _ plural: String, scope: String) -> JSONValue {
        [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": ["name": .string("\(plural).wait.k8s")],
            "spec": [
                "group": "wait.k8s", "scope": .string(scope),
                "names": [
                    "plural": .string(plural), "singular": .string(kind.lowercased()), "kind": .string(kind),
                    "listKind": .string("\(kind)List"),
                ],
                "versions": [
                    [
                        "name": "v1alpha1", "served": true, "storage": true, "subresources": ["status": [:]],
                        "schema": [
                            "openAPIV3Schema": ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
                        ],
                    ]
                ],
            ],
        ]
    }

    /// Both.
    static let policyDefinitions = [
        policyDefinition("WaitPolicy", "waitpolicies", scope: "Namespaced"),
        policyDefinition("ClusterWaitPolicy", "clusterwaitpolicies", scope: "Cluster"),
    ]

    /// A WaitPolicy of namespace `shop` for pods with the label `app: my-api`.
    static func policy(_ name: String = "db", services: String, mode: String = "Enforce") -> JSONValue {
        [
            "apiVersion": "wait.k8s/v1alpha1", "kind": "WaitPolicy",
            "metadata": ["name": .string(name), "namespace": "shop"],
            "spec": [
                "mode": .string(mode), "selector": ["matchLabels": ["app": "my-api"]],
                "dependencies": ["for-service": .string(services)],
            ],
        ]
    }

    /// The webhook configuration with its entry for policies too, which is for all pods.
    static func webhookForPolicies(
        url: String, caBundle: String, failurePolicy: String = "Ignore", timeout: Int = 30
    ) -> JSONValue {
        var configuration = webhook(url: url, caBundle: caBundle)
        var entry = configuration["webhooks"]?.array?.first ?? .null
        entry["name"] = "policies.pods.wait.k8s"
        entry["failurePolicy"] = .string(failurePolicy)
        entry["timeoutSeconds"] = .integer(timeout)
        entry["matchConditions"] = nil
        configuration["webhooks"] = .array((configuration["webhooks"]?.array ?? []) + [entry])
        return configuration
    }
}
