import KubernetesTestKit

extension Manifests {
    /// A workload of namespace `shop` with its own annotations and its template's.
    static func workload(
        _ kind: String = "Deployment", own: [String: String], template: [String: String]? = nil
    ) -> JSONValue {
        var template: JSONValue = [
            "metadata": ["labels": ["app": "web"], "annotations": template.map(map) ?? .null],
            "spec": [
                "containers": [["name": "web", "image": "web:1"]],
                "restartPolicy": kind.hasSuffix("Job") ? "Never" : "Always",
            ],
        ]
        if template.at("metadata", "annotations") == .null { template[path: "metadata"]["annotations"] = nil }
        let isBatch = kind.hasSuffix("Job")
        var spec: JSONValue = ["template": template]
        if !isBatch { spec["selector"] = ["matchLabels": ["app": "web"]] }
        if kind == "CronJob" { spec = ["schedule": "@daily", "jobTemplate": ["spec": spec]] }
        return [
            "apiVersion": isBatch ? "batch/v1" : "apps/v1", "kind": .string(kind),
            "metadata": ["name": "web", "namespace": "shop", "annotations": map(own)], "spec": spec,
        ]
    }

    /// A Namespace.
    static func namespace(_ name: String, _ annotations: [String: String] = [:]) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Namespace",
            "metadata": ["name": .string(name), "annotations": map(annotations)],
        ]
    }

    /// The webhook configuration's entry for workloads, as a configuration of its own.
    static func workloadWebhook(url: String, caBundle: String) -> JSONValue {
        func rule(_ group: String, _ resources: [String]) -> JSONValue {
            [
                "apiGroups": [.string(group)], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"],
                "resources": .array(resources.map { .string($0) }), "scope": "Namespaced",
            ]
        }
        let conditions = MatchConditions.workloads.map { condition -> JSONValue in
            ["name": .string(condition.name), "expression": .string(condition.expression)]
        }
        return [
            "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
            "metadata": ["name": "k8s-wait-workloads"],
            "webhooks": [
                [
                    "name": "workloads.wait.k8s", "admissionReviewVersions": ["v1"], "sideEffects": "None",
                    "failurePolicy": "Ignore", "timeoutSeconds": 30, "reinvocationPolicy": "IfNeeded",
                    "matchPolicy": "Equivalent",
                    "clientConfig": ["url": .string(url), "caBundle": .string(caBundle)],
                    "rules": [
                        rule("apps", ["deployments", "statefulsets", "daemonsets", "replicasets"]),
                        rule("batch", ["jobs", "cronjobs"]),
                    ],
                    "matchConditions": .array(conditions),
                ]
            ],
        ]
    }

    private static func map(_ annotations: [String: String]) -> JSONValue {
        .object(JSONObject(annotations.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
}
