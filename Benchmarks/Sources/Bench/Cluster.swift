import StatusAPI

/// The objects that the benchmarks keep in the fake API server's namespace `bench`, as JSON.
enum Cluster {
    /// The namespace of everything.
    static let namespace = "bench"
    private static let slices = "/apis/discovery.k8s.io/v1/namespaces/\(namespace)/endpointslices"

    /// The namespace itself.
    static let namespaceObject = #"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"\#(namespace)"}}"#

    /// A Service and its EndpointSlice with one endpoint.
    static func service(_ name: String, isReady: Bool = false) -> [String] {
        [
            #"""
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"\#(name)","namespace":"\#(namespace)"},\#
            "spec":{"selector":{"app":"\#(name)"},"ports":[{"port":80,"targetPort":80,"protocol":"TCP"}]}}
            """#,
            slice(name, [endpoint(isReady: isReady)]),
        ]
    }

    /// Makes the one endpoint of a Service ready, or no longer so.
    static func setReady(_ service: String, _ isReady: Bool) -> HTTPSCaller.Call {
        HTTPSCaller.Call(
            method: "PATCH", target: "\(slices)/\(service)-1", contentType: "application/merge-patch+json",
            body: Array(#"{"endpoints":[\#(endpoint(isReady: isReady))]}"#.utf8))
    }

    /// Reads the EndpointSlices of a Service, as a client that polls does.
    static func readSlices(of service: String) -> HTTPSCaller.Call {
        HTTPSCaller.Call(target: "\(slices)?labelSelector=kubernetes.io%2Fservice-name%3D\(service)")
    }

    /// A pod as the webhook leaves it: gated, with our container that waits for the Service.
    static func pod(_ identity: WaitRequest, waitingFor service: String) -> String {
        pod(identity, waitingForAll: ["service/\(namespace)/\(service)"])
    }

    /// The same with these dependencies, in their canonical text.
    static func pod(_ identity: WaitRequest, waitingForAll dependencies: [String]) -> String {
        let arguments = arguments(waitingForAll: dependencies).map { "\"\($0)\"" }.joined(separator: ",")
        return #"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"\#(identity.pod)","namespace":"\#(namespace)",\#
            "uid":"\#(identity.uid)","labels":{"app":"bench","wait.k8s/gated":"true"}},\#
            "spec":{"initContainers":[{"name":"k8s-wait","image":"k8s-wait:bench","args":[\#(arguments)]}],\#
            "containers":[{"name":"main","image":"main:1"}]},"status":{"phase":"Pending"}}
            """#
    }

    /// Who the pod of this name is. Names, and so UIDs, are different for each pod.
    static func identity(_ name: String, number: Int) -> WaitRequest {
        let digits = String(number, radix: 16)
        let tail = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        return WaitRequest(namespace: namespace, pod: name, uid: "5e1f0f7c-2b7e-4c0a-9d3b-\(tail)")
    }

    /// The arguments of a container that waits for a Service, as the webhook writes them.
    static func arguments(waitingFor service: String) -> [String] {
        arguments(waitingForAll: ["service/\(namespace)/\(service)"])
    }

    private static func arguments(waitingForAll dependencies: [String]) -> [String] {
        ["for"] + dependencies + ["--timeout=none", "--on-timeout=fail", "--on-failure=wait"]
    }

    /// The EndpointSlice of a Service with so many endpoints, none of them ready.
    static func slice(_ service: String, endpoints: Int) -> String {
        slice(service, (1...endpoints).map { endpoint(isReady: false, address: "192.0.2.\($0)") })
    }

    private static func slice(_ service: String, _ endpoints: [String]) -> String {
        #"""
        {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"\#(service)-1",\#
        "namespace":"\#(namespace)","labels":{"kubernetes.io/service-name":"\#(service)"}},"addressType":"IPv4",\#
        "ports":[{"name":"","port":80,"protocol":"TCP"}],"endpoints":[\#(endpoints.joined(separator: ","))]}
        """#
    }

    private static func endpoint(isReady: Bool, address: String = "192.0.2.1") -> String {
        #"""
        {"addresses":["\#(address)"],"conditions":{"ready":\#(isReady),"serving":\#(isReady),"terminating":false}}
        """#
    }
}
