import Testing

@testable import KubernetesClient

@Suite("ResourceType")
struct ResourceTypeTests {
    @Test(
        "paths are those of the API conventions",
        arguments: [
            (ResourceType.pods.path(), "/api/v1/pods"),
            (ResourceType.pods.path(namespace: "shop"), "/api/v1/namespaces/shop/pods"),
            (ResourceType.pods.path(namespace: "shop", name: "web-1"), "/api/v1/namespaces/shop/pods/web-1"),
            (
                ResourceType.pods.path(namespace: "shop", name: "web-1", subresource: "status"),
                "/api/v1/namespaces/shop/pods/web-1/status"
            ),
            (ResourceType.endpointSlices.path(), "/apis/discovery.k8s.io/v1/endpointslices"),
            (ResourceType.jobs.path(namespace: "shop"), "/apis/batch/v1/namespaces/shop/jobs"),
            (
                ResourceType.jobs.path(namespace: "a/../b", name: "c d?"),
                "/apis/batch/v1/namespaces/a%2F..%2Fb/jobs/c%20d%3F"
            ),
        ])
    func paths(path: String, expected: String) {
        #expect(path == expected)
    }

    @Test("a kind without namespaces has none in its path")
    func clusterScoped() {
        let nodes = ResourceType(
            group: "", version: "v1", plural: "nodes", kind: "Node", isNamespaced: false, verbs: [.list, .watch])
        #expect(nodes.path(namespace: "shop", name: "n1") == "/api/v1/nodes/n1")
    }

    @Test("the table names each resource as RBAC does, and grants nothing that writes")
    func table() {
        #expect(
            ResourceType.all.map(\.description) == [
                "pods", "services", "endpointslices.discovery.k8s.io", "jobs.batch",
            ])
        #expect(ResourceType.all.map(\.apiVersion) == ["v1", "v1", "discovery.k8s.io/v1", "batch/v1"])
        for resource in ResourceType.all {
            #expect(resource.verbs.contains(.list) && resource.verbs.contains(.watch))
            #expect(Set(resource.verbs).isSubset(of: [.get, .list, .watch]))
        }
    }
}
