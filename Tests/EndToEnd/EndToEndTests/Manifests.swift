import KubernetesTestKit

/// The objects that the tests create.
enum Manifests {
    /// A Service of namespace `db`.
    static func service(_ name: String = "postgres") -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Service", "metadata": ["name": .string(name), "namespace": "db"],
            "spec": ["selector": ["app": .string(name)], "ports": [["port": 5432, "protocol": "TCP"]]],
        ]
    }

    /// The EndpointSlice of that Service with one endpoint.
    static func slice(_ name: String = "postgres", isReady: Bool) -> JSONValue {
        [
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
            "metadata": [
                "name": .string("\(name)-x"), "namespace": "db",
                "labels": ["kubernetes.io/service-name": .string(name)],
            ],
            "endpoints": [
                [
                    "addresses": ["192.0.2.10"],
                    "conditions": [
                        "ready": .boolean(isReady), "serving": .boolean(isReady), "terminating": false,
                    ],
                ]
            ],
            "ports": [["port": 5432, "protocol": "TCP", "name": ""]],
        ]
    }

    /// A Job of namespace `shop`.
    static func job(_ name: String = "migrate", condition: String? = nil) -> JSONValue {
        let conditions: [JSONValue] =
            condition.map {
                [["type": .string($0), "status": "True", "lastTransitionTime": "2026-11-21T05:41:14Z"]]
            } ?? []
        return [
            "apiVersion": "batch/v1", "kind": "Job", "metadata": ["name": .string(name), "namespace": "shop"],
            "spec": [
                "template": ["spec": ["restartPolicy": "Never", "containers": [["name": "c", "image": "migrate:1"]]]]
            ],
            "status": ["conditions": .array(conditions)],
        ]
    }

    /// A pod of namespace `shop` as a Deployment's ReplicaSet creates it.
    static func pod(
        _ annotations: [String: String], restartPolicy: String = "Always", node: String? = nil,
        initContainers: [JSONValue] = []
    ) -> JSONValue {
        var spec: JSONValue = [
            "restartPolicy": .string(restartPolicy), "containers": [["name": "my-api", "image": "my-api:1.2.3"]],
        ]
        if let node { spec["nodeName"] = .string(node) }
        if !initContainers.isEmpty { spec["initContainers"] = .array(initContainers) }
        return [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": [
                "generateName": "my-api-57b6f7c45f-", "namespace": "shop",
                "labels": ["app": "my-api"],
                "annotations": .object(
                    JSONObject(annotations.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            ],
            "spec": spec,
        ]
    }

    /// The same object with the label `app`.
    static func labelled(_ object: JSONValue, _ app: String) -> JSONValue {
        var object = object
        object[path: "metadata"]["labels"] = ["app": .string(app)]
        return object
    }

    /// The webhook configuration that we ship, for a webhook at `url`; `timeoutSeconds` is the most that there may be, since
    /// a machine on which tests run may stand still for the five seconds that we ship.
    static func webhook(url: String, caBundle: String) -> JSONValue {
        [
            "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
            "metadata": ["name": "k8s-wait"],
            "webhooks": [
                [
                    "name": "annotated.pods.wait.k8s", "admissionReviewVersions": ["v1"], "sideEffects": "None",
                    "failurePolicy": "Fail", "timeoutSeconds": 30, "reinvocationPolicy": "IfNeeded",
                    "matchPolicy": "Equivalent",
                    "clientConfig": ["url": .string(url), "caBundle": .string(caBundle)],
                    "rules": [
                        [
                            "apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"],
                            "resources": ["pods"],
                        ]
                    ],
                    "matchConditions": [
                        [
                            "name": "annotated-or-ours",
                            "expression": """
                            has(object.metadata.annotations) && \
                            object.metadata.annotations.exists(k, k.startsWith('wait.k8s/')) || \
                            has(object.spec.initContainers) && object.spec.initContainers.exists(c, \
                            has(c.image) && c.image.startsWith('registry.example.com/k8s-wait')) || \
                            object.spec.containers.exists(c, \
                            has(c.image) && c.image.startsWith('registry.example.com/k8s-wait'))
                            """,
                        ]
                    ],
                ]
            ],
        ]
    }
}
