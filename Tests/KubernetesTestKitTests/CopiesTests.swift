import KubernetesTestKit
import Testing

@Suite("Copies of an object")
struct CopiesTests {
    private static let pod: JSONValue = [
        "kind": "Pod", "apiVersion": "v1",
        "metadata": ["name": "web-%N", "namespace": "shop", "labels": ["app": "web", "index": "i%N"]],
        "spec": ["nodeName": "node-%N", "containers": [["name": "c", "image": "web:100%"]]],
        "status": ["phase": "Running"],
    ]

    @Test func differByTheirNumber() async throws {
        let cluster = try TestCluster.make()
        let before = cluster.resourceVersion
        try cluster.addCopies(1_200, of: Self.pod)
        #expect(cluster.resourceVersion == before + 1_200)
        let pod = try #require(cluster.object("pods", "web-1199", namespace: "shop"))
        #expect(pod.at("spec", "nodeName") == "node-1199")
        #expect(pod.at("metadata", "labels", "index") == "i1199")
        #expect(pod.at("metadata", "resourceVersion") == .string(String(before + 1_200)))
        #expect(pod.at("metadata", "creationTimestamp") != nil && pod.at("spec", "schedulerName") != nil)
        #expect(pod.at("status") == ["phase": "Running"])
        #expect(pod["spec"]?["containers"]?.array?.first?["image"] == "web:100%")

        var uids: Set<String> = []
        var names: [String] = []
        var token = ""
        repeat {
            let (status, page) = try await cluster.send(
                "GET", "/api/v1/namespaces/shop/pods?limit=500&continue=\(token)")
            #expect(status == 200)
            for item in page["items"]?.array ?? [] {
                uids.insert(item.at("metadata", "uid")?.string ?? "")
                names.append(item.at("metadata", "name")?.string ?? "")
            }
            token = page.at("metadata", "continue")?.string ?? ""
            #expect(page.at("metadata", "remainingItemCount")?.integer == (token.isEmpty ? nil : 1_200 - names.count))
        } while !token.isEmpty
        #expect(uids.count == 1_200 && Set(names).count == 1_200)
        #expect(names == names.sorted())
        let one = try await cluster.send("GET", "/api/v1/pods?labelSelector=index%3Di7").body
        #expect(one["items"]?.array?.compactMap { $0.at("metadata", "name") } == ["web-7"])
    }

    @Test func standBesideOtherNamespaces() async throws {
        let cluster = try TestCluster.make()
        try cluster.addCopies(3, of: Self.pod)
        for namespace in ["db", "shop-b", "shop0"] {
            var pod = Self.pod
            pod["metadata"] = ["name": "other", "namespace": .string(namespace)]
            try cluster.put(pod)
        }
        let names = { (path: String) in
            try await cluster.send("GET", path).body["items"]?.array?.compactMap { $0.at("metadata", "name")?.string }
        }
        #expect(try await names("/api/v1/namespaces/shop/pods") == ["web-0", "web-1", "web-2"])
        #expect(try await names("/api/v1/namespaces/shop-b/pods") == ["other"])
        #expect(try await names("/api/v1/namespaces/sho/pods") == [])
        #expect(try await names("/api/v1/pods")?.count == 6)
    }

    @Test func areNotToldToWatches() async throws {
        let cluster = try TestCluster.make()
        let version = cluster.resourceVersion
        let watch = try await cluster.watch("/api/v1/pods?watch=true&resourceVersion=\(version)")
        #expect(throws: APIStatus.self) { try cluster.addCopies(1, of: Self.pod) }
        cluster.unsubscribe(watch)
        // Who watches others is not concerned.
        _ = try await cluster.watch("/api/v1/pods?watch=true&labelSelector=app%3Dother&resourceVersion=\(version)")
        try cluster.addCopies(2, of: Self.pod)
        let late = try await cluster.watch("/api/v1/pods?watch=true&resourceVersion=\(version)")
        #expect(try late.events().map(\.type) == ["ERROR"])
        let now = try await cluster.watch("/api/v1/pods?watch=true&resourceVersion=\(cluster.resourceVersion)")
        cluster.remove("pods", "web-1", namespace: "shop")
        #expect(try now.events().map(\.type) == ["DELETED"])
    }
}
