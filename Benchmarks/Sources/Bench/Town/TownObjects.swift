/// The objects of a `Town`, as JSON; `%N` is the number of a stack.
enum TownObjects {
    /// A namespace of one of two teams.
    static func namespace(_ number: Int) -> String {
        #"""
        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"bench-\#(number)",\#
        "labels":{"team":"\#(number == 0 ? "a" : "b")"}}}
        """#
    }

    /// A Service for pods with the label `app` of its name.
    static func service(_ name: String, in namespace: Int) -> String {
        #"""
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"\#(name)","namespace":"bench-\#(namespace)"},\#
        "spec":{"selector":{"app":"\#(name)"},"ports":[{"port":80,"targetPort":80,"protocol":"TCP"}]}}
        """#
    }

    /// One of the pods of a stack's Deployment, as a ReplicaSet makes it and the webhook leaves it.
    static func pod(_ tier: Int, _ replica: Int, in namespace: Int) -> String {
        let next = (tier + 1..<min(tier + 3, Town.tiers)).map { "service/bench-\(namespace)/t\($0)-%N" }
        let waits = namespace.isMultiple(of: 2) && !next.isEmpty
        return pod("t\(tier)-%N", "\(replica)", in: namespace, waitingFor: waits ? next : [])
    }

    /// What waits for the Service `loop`, which has no pods yet, and is behind the Service `looper`.
    static let loop = [
        service("loop", in: 0), service("looper", in: 0),
        pod("looper", "0", in: 0, waitingFor: ["service/bench-0/loop"]),
    ]

    private static func pod(
        _ app: String, _ suffix: String, in namespace: Int, waitingFor services: [String]
    ) -> String {
        let arguments = (["for"] + services + ["--timeout=none", "--on-timeout=fail", "--on-failure=wait"])
            .map { "\"\($0)\"" }.joined(separator: ",")
        let gate = #""initContainers":[{"name":"k8s-wait","image":"k8s-wait:bench","args":[\#(arguments)]}],"#
        let label = services.isEmpty ? "" : #","wait.k8s/gated":"true""#
        return #"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"\#(app)-57b6f7c45f-\#(suffix)",\#
            "namespace":"bench-\#(namespace)","labels":{"app":"\#(app)","tier":"web",\#
            "pod-template-hash":"57b6f7c45f"\#(label)},\#
            "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"\#(app)-57b6f7c45f",\#
            "uid":"f152bfe3-93f7-4a40-be3f-954bc0bb259a","controller":true,"blockOwnerDeletion":true}]},\#
            "spec":{\#(services.isEmpty ? "" : gate)"containers":[{"name":"main","image":"main:1"}]},\#
            "status":{"phase":"\#(services.isEmpty ? "Running" : "Pending")"}}
            """#
    }
}
