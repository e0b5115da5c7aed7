import JSONText
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
        #expect(ResourceType.nodes.path(namespace: "shop", name: "n1") == "/api/v1/nodes/n1")
    }

    @Test("every row is read, watched only where it is also listed, and there once")
    func table() {
        for resource in ResourceType.all {
            #expect([[.list, .watch], [.get, .list, .watch], [.get]].contains(resource.verbs), "\(resource)")
            #expect(!resource.purpose.isEmpty, "\(resource)")
        }
        #expect(Set(ResourceType.all.map(\.description)).count == ResourceType.all.count)
        #expect(Set(ResourceType.onRequest) == [.configMaps, .secrets])
        #expect(Set(ResourceType.always).isDisjoint(with: ResourceType.onRequest))
    }

    @Test(
        "the rows of recorded groups are as the API server lists them",
        arguments: [("discovery-core", ""), ("discovery-apps", "apps")])
    func recorded(name: String, group: String) throws {
        let body = try Recording.answer(name).body
        let rows = ResourceType.all.filter { $0.group == group }
        #expect(rows.count >= 4)
        for row in rows {
            let found = try Self.entry(row.plural, in: body)
            let entry = try #require(found, "\(row)")
            #expect(entry.kind == row.kind, "\(row)")
            #expect(entry.isNamespaced == row.isNamespaced, "\(row)")
            #expect(Set(row.verbs.map(\.rawValue)).isSubset(of: entry.verbs), "\(row)")
        }
    }

    private static func entry(
        _ plural: String, in body: [UInt8]
    ) throws -> (kind: String, isNamespaced: Bool, verbs: Set<String>)? {
        var reader = JSONReader(body.span)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "resources") else { continue }
            try reader.beginArray()
            while try reader.nextElement() {
                var entry = (name: "", kind: "", isNamespaced: false, verbs: Set<String>())
                try reader.beginObject()
                while let key = try reader.nextKey() {
                    switch key {
                    case "name": entry.name = try reader.readString()
                    case "kind": entry.kind = try reader.readString()
                    case "namespaced": entry.isNamespaced = try reader.readBoolean()
                    case "verbs": entry.verbs = Set(try reader.readStrings())
                    default: break
                    }
                }
                if entry.name == plural { return (entry.kind, entry.isNamespaced, entry.verbs) }
            }
        }
        return nil
    }
}
