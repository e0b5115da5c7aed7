import KubernetesTestKit

/// Objects of the other kinds that a pod can wait for, each as its controller would have written it.
extension Manifests {
    private static let since = JSONValue.string("2026-11-21T05:41:14Z")

    /// A pod of namespace `shop` by this name, Ready or not, with the label `app: cache`.
    static func otherPod(
        _ name: String, isReady: Bool, node: String = "worker-1", phase: String = "Running", owner: JSONValue? = nil
    ) -> JSONValue {
        var metadata: JSONValue = ["name": .string(name), "namespace": "shop", "labels": ["app": "cache"]]
        if let owner { metadata["ownerReferences"] = [owner] }
        return [
            "apiVersion": "v1", "kind": "Pod", "metadata": metadata,
            "spec": [
                "nodeName": .string(node), "restartPolicy": phase == "Running" ? "Always" : "Never",
                "containers": [["name": "cache", "image": "cache:1"]],
            ],
            "status": [
                "phase": .string(phase),
                "conditions": [
                    ["type": "Ready", "status": isReady ? "True" : "False", "lastTransitionTime": since]
                ],
            ],
        ]
    }

    /// A Deployment of namespace `shop` with so many of two replicas available.
    static func deployment(available: Int) -> JSONValue {
        [
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": ["name": "gateway", "namespace": "shop", "generation": 1],
            "spec": ["replicas": 2, "selector": ["matchLabels": ["app": "gateway"]], "template": template],
            "status": [
                "observedGeneration": 1, "replicas": 2, "updatedReplicas": 2,
                "availableReplicas": .integer(available), "readyReplicas": .integer(available),
                "conditions": [
                    [
                        "type": "Available", "status": available > 0 ? "True" : "False",
                        "lastTransitionTime": since,
                    ]
                ],
            ],
        ]
    }

    /// A StatefulSet of namespace `shop` with so many of two replicas ready.
    static func statefulSet(ready: Int) -> JSONValue {
        [
            "apiVersion": "apps/v1", "kind": "StatefulSet",
            "metadata": ["name": "kafka", "namespace": "shop", "generation": 1],
            "spec": ["replicas": 2, "serviceName": "kafka", "template": template],
            "status": [
                "observedGeneration": 1, "replicas": 2, "readyReplicas": .integer(ready),
                "currentRevision": "kafka-1", "updateRevision": "kafka-1",
            ],
        ]
    }

    /// A DaemonSet of namespace `shop`.
    static let daemonSet: JSONValue = [
        "apiVersion": "apps/v1", "kind": "DaemonSet",
        "metadata": ["name": "agent", "namespace": "shop", "generation": 1],
        "spec": ["selector": ["matchLabels": ["app": "agent"]], "template": template],
        "status": [
            "observedGeneration": 1, "desiredNumberScheduled": 1, "currentNumberScheduled": 1,
            "numberMisscheduled": 0, "numberReady": 1,
        ],
    ]

    /// A CronJob of namespace `shop` that has succeeded, or has not.
    static func cronJob(hasSucceeded: Bool) -> JSONValue {
        [
            "apiVersion": "batch/v1", "kind": "CronJob", "metadata": ["name": "nightly", "namespace": "shop"],
            "spec": ["schedule": "0 3 * * *", "jobTemplate": ["spec": ["template": template]]],
            "status": hasSucceeded ? ["lastSuccessfulTime": since] : [:],
        ]
    }

    /// A PersistentVolumeClaim of namespace `shop`.
    static func claim(phase: String) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": ["name": "data", "namespace": "shop"],
            "spec": ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]],
            "status": ["phase": .string(phase)],
        ]
    }

    /// A Node.
    static func node(isReady: Bool) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Node", "metadata": ["name": "worker-1"],
            "status": [
                "conditions": [
                    ["type": "Ready", "status": isReady ? "True" : "Unknown", "lastTransitionTime": since]
                ]
            ],
        ]
    }

    /// The definition of `foos.stable.example.com`.
    static let definition: JSONValue = [
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": ["name": "foos.stable.example.com"],
        "spec": [
            "group": "stable.example.com", "scope": "Namespaced",
            "names": ["plural": "foos", "singular": "foo", "kind": "Foo", "listKind": "FooList", "shortNames": ["fo"]],
            "versions": [
                [
                    "name": "v1", "served": true, "storage": true, "subresources": ["status": [:]],
                    "schema": ["openAPIV3Schema": ["type": "object", "x-kubernetes-preserve-unknown-fields": true]],
                ]
            ],
        ],
    ]

    /// A Foo of namespace `shop`, Ready or not.
    static func foo(isReady: Bool) -> JSONValue {
        [
            "apiVersion": "stable.example.com/v1", "kind": "Foo",
            "metadata": ["name": "my-foo", "namespace": "shop", "generation": 1],
            "spec": ["size": 3],
            "status": [
                "observedGeneration": 1, "phase": isReady ? "Running" : "Pending",
                "conditions": [
                    ["type": "Ready", "status": isReady ? "True" : "False", "lastTransitionTime": since]
                ],
            ],
        ]
    }

    /// A ConfigMap of namespace `shop` with one key.
    static func configMap(key: String) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "settings", "namespace": "shop"],
            "data": .object(JSONObject([(key, "value")])),
        ]
    }

    private static let template: JSONValue = [
        "metadata": ["labels": ["app": "gateway"]],
        "spec": ["containers": [["name": "c", "image": "c:1"]]],
    ]
}
