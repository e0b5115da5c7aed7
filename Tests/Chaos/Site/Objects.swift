import Dependencies
import Encodings
import KubernetesTestKit
import Posix
import StatusAPI

/// The objects of a trial.
enum Objects {
    /// The namespace of everything.
    static let namespace = "chaos"
    /// The image of the init container.
    static let image = "registry.example.com/k8s-wait:1"

    /// A Service.
    static func service(_ name: String) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Service",
            "metadata": ["name": .string(name), "namespace": .string(namespace)],
            "spec": ["selector": ["app": .string(name)], "ports": [["port": 80, "protocol": "TCP"]]],
        ]
    }

    /// The EndpointSlice of that Service, with one endpoint.
    static func slice(_ service: String, isReady: Bool) -> JSONValue {
        [
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
            "metadata": [
                "name": .string("\(service)-1"), "namespace": .string(namespace),
                "labels": ["kubernetes.io/service-name": .string(service)],
            ],
            "ports": [["name": "", "port": 80, "protocol": "TCP"]],
            "endpoints": [
                [
                    "addresses": ["192.0.2.1"],
                    "conditions": [
                        "ready": .boolean(isReady), "serving": .boolean(isReady), "terminating": false,
                    ],
                ]
            ],
        ]
    }

    /// The gate that is a pod which has to be Ready for ten minutes.
    static let agedGate = "aged"

    /// That pod, Ready for so many seconds.
    static func agedPod(readyFor seconds: Int) -> JSONValue {
        let since = RFC3339.text(Int(WallClock.seconds()) - seconds)
        return [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": .string(agedGate), "namespace": .string(namespace)],
            "spec": ["nodeName": "node-1", "containers": [["name": "main", "image": "main:1"]]],
            "status": [
                "phase": "Running",
                "conditions": [["type": "Ready", "status": "True", "lastTransitionTime": .string(since)]],
            ],
        ]
    }

    /// A pod as the webhook leaves it: gated, with our container that waits at the gate without a limit.
    static func pod(_ name: String, waitingAt gate: String) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": [
                "name": .string(name), "namespace": .string(namespace), "labels": ["wait.k8s/gated": "true"],
            ],
            "spec": [
                "initContainers": [
                    ["name": "k8s-wait", "image": .string(image), "args": .strings(arguments(waitingAt: gate))]
                ],
                "containers": [["name": "main", "image": "main:1"]],
            ],
            "status": ["phase": "Pending"],
        ]
    }

    /// A pod as its owner writes it: it waits for the Service without a limit.
    static func annotatedPod(_ service: String, name: String) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": [
                "name": .string(name), "namespace": .string(namespace),
                "annotations": ["wait.k8s/for-service": .string(service), "wait.k8s/timeout": "none"],
            ],
            "spec": ["restartPolicy": "Always", "containers": [["name": "main", "image": "main:1"]]],
        ]
    }

    /// What the container of a stored pod is given.
    static func virtualPod(of pod: JSONValue, waitingAt gate: String, pins: [[UInt8]]) throws -> VirtualPod {
        let identity = WaitRequest(
            namespace: namespace, pod: pod.at("metadata", "name")?.string ?? "",
            uid: pod.at("metadata", "uid")?.string ?? "")
        return VirtualPod(
            identity: identity, question: try WaitQuestion(arguments: arguments(waitingAt: gate)), pins: pins)
    }

    /// The pins that a pod was given when it was injected; none where it was not.
    static func pins(of pod: JSONValue) -> [[UInt8]] {
        let container = pod.at("spec", "initContainers")?.array?.first { $0["name"]?.string == "k8s-wait" }
        let variable = container?["env"]?.array?.first { $0["name"]?.string == "K8S_WAIT_PINS" }
        return (variable?["value"]?.string ?? "").split(separator: ",").map { Hexadecimal.bytes(of: $0) ?? [] }
    }

    /// The webhook configuration, without conditions: only pods that are meant for it are created here.
    static func webhook(url: String, _ authorities: [UInt8]) -> JSONValue {
        [
            "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
            "metadata": ["name": "k8s-wait"],
            "webhooks": [
                [
                    "name": "annotated.pods.wait.k8s", "admissionReviewVersions": ["v1"], "sideEffects": "None",
                    "failurePolicy": "Fail", "timeoutSeconds": 5,
                    "clientConfig": ["url": .string(url), "caBundle": .string(Base64.encode(authorities))],
                    "rules": [
                        ["apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]]
                    ],
                ]
            ],
        ]
    }

    private static func arguments(waitingAt gate: String) -> [String] {
        let dependency = gate == agedGate ? "pod/\(namespace)/\(gate) uptime=10m" : "service/\(namespace)/\(gate)"
        return ["for", dependency, "--timeout=none", "--on-timeout=fail", "--on-failure=wait"]
    }
}
