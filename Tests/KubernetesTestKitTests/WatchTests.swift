import KubernetesTestKit
import Testing

@Suite("Watches")
struct WatchTests {
    private static let configs = "/api/v1/namespaces/shop/configmaps"

    @Test("without a version: what is there, the mark of its end, then changes")
    func fromNothing() async throws {
        let cluster = try TestCluster.make()
        try cluster.put(StorageTests.config("a"))
        let watch = try await cluster.watch("\(Self.configs)?watch=true&allowWatchBookmarks=true")
        let initial = try watch.events()
        #expect(initial.map(\.type) == ["ADDED", "BOOKMARK"])
        #expect(initial.last?.object.at("metadata", "annotations", "k8s.io/initial-events-end") == "true")
        try cluster.put(StorageTests.config("b"))
        cluster.remove("configmaps", "a", namespace: "shop")
        let later = try watch.events()
        #expect(later.map(\.type) == ["ADDED", "DELETED"])
        let versions = later.compactMap { $0.object.at("metadata", "resourceVersion")?.string }
        #expect(versions.last == String(cluster.resourceVersion))
    }

    @Test("from a version: the changes after it")
    func fromVersion() async throws {
        let cluster = try TestCluster.make()
        try cluster.put(StorageTests.config("a"))
        let version = cluster.resourceVersion
        try cluster.put(StorageTests.config("b"))
        try cluster.put(StorageTests.config("b", labels: ["x": "y"]))
        let watch = try await cluster.watch("\(Self.configs)?watch=true&resourceVersion=\(version)")
        #expect(try watch.events().map(\.type) == ["ADDED", "MODIFIED"])
    }

    @Test("an object that begins or ceases to be selected is added or deleted for that watch")
    func selection() async throws {
        let cluster = try TestCluster.make()
        let watch = try await cluster.watch(
            "\(Self.configs)?watch=true&labelSelector=x%3Dy&resourceVersion=\(cluster.resourceVersion)")
        let steps: [(labels: JSONValue, types: [String])] = [
            ([:], []), (["x": "y"], ["ADDED"]), (["x": "y", "z": "1"], ["MODIFIED"]), (["x": "n"], ["DELETED"]),
            (["x": "y"], ["ADDED"]),
        ]
        for step in steps {
            try cluster.put(StorageTests.config("a", labels: step.labels))
            #expect(try watch.events().map(\.type) == step.types)
        }
        cluster.remove("configmaps", "a", namespace: "shop")
        #expect(try watch.events().map(\.type) == ["DELETED"])
    }

    @Test("a watch of another namespace or one name hears of nothing else")
    func scope() async throws {
        let cluster = try TestCluster.make()
        let version = cluster.resourceVersion
        let other = try await cluster.watch("/api/v1/namespaces/db/configmaps?watch=1&resourceVersion=\(version)")
        let one = try await cluster.watch(
            "/api/v1/configmaps?watch=1&resourceVersion=\(version)&fieldSelector=metadata.name%3Db")
        try cluster.put(StorageTests.config("a"))
        try cluster.put(StorageTests.config("b"))
        #expect(try other.events().isEmpty)
        #expect(try one.events().map { $0.object.at("metadata", "name")?.string } == ["b"])
    }

    @Test("sendInitialEvents needs resourceVersionMatch")
    func initialEvents() async throws {
        let cluster = try TestCluster.make()
        let refused = try await cluster.send("GET", "/api/v1/pods?watch=true&sendInitialEvents=true")
        #expect(refused.status == 422)
        let without = try await cluster.watch(
            "/api/v1/services?watch=true&sendInitialEvents=false&resourceVersionMatch=NotOlderThan")
        #expect(try without.events().isEmpty)
    }

    @Test("what can be done to open watches", arguments: WatchFault.allCases)
    func faults(_ fault: WatchFault) async throws {
        let cluster = try TestCluster.make()
        let watch = try await cluster.watch("\(Self.configs)?watch=1&resourceVersion=\(cluster.resourceVersion)")
        #expect(cluster.strikeWatches(fault, resource: "pods") == 0)
        #expect(cluster.strikeWatches(fault, resource: "configmaps") == 1)
        try cluster.put(StorageTests.config("a"))
        let batch = watch.queue.take()
        switch fault {
        case .end: #expect(batch == .end)
        case .drop: #expect(batch == .cut([]))
        case .dropMidLine:
            guard case .cut(let bytes) = batch else {
                Issue.record("not cut: \(String(describing: batch))")
                return
            }
            #expect(!bytes.isEmpty && !bytes.contains(0x0A))
        case .silence: #expect(batch == nil)
        case .gone, .bookmark, .garbage:
            guard case .lines(let bytes, _) = batch else {
                Issue.record("no lines")
                return
            }
            let lines = bytes.split(separator: 0x0A)
            let first = lines.first.flatMap { try? JSONValue(json: $0) }
            #expect(first?["type"]?.string == [.gone: "ERROR", .bookmark: "BOOKMARK"][fault])
            #expect(lines.count == (fault == .gone ? 1 : 2))
        }
    }

    @Test("a watch from before the history was forgotten is told so")
    func forgotten() async throws {
        let cluster = try TestCluster.make()
        let version = cluster.resourceVersion
        cluster.forgetHistory()
        let watch = try await cluster.watch("\(Self.configs)?watch=1&resourceVersion=\(version)")
        let event = try watch.events().first
        #expect(event?.type == "ERROR" && event?.object["reason"] == "Expired")
        let now = try await cluster.send("GET", Self.configs).body.at("metadata", "resourceVersion")?.string ?? ""
        let again = try await cluster.watch("\(Self.configs)?watch=1&resourceVersion=\(now)")
        #expect(try again.events().isEmpty)
    }

    @Test("a task that waits for a line gets it when it is written")
    func waiting() async throws {
        let cluster = try TestCluster.make()
        let watch = try await cluster.watch("\(Self.configs)?watch=1&resourceVersion=\(cluster.resourceVersion)")
        async let batch = watch.queue.next()
        try cluster.put(StorageTests.config("a"))
        guard case .lines(_, let versions) = await batch else {
            Issue.record("no lines")
            return
        }
        #expect(versions == [cluster.resourceVersion])
        cluster.noteWriting(versions)
        let entry = cluster.writes(after: cluster.resourceVersion - 1).first
        #expect(entry?.object == "shop/a" && entry?.resource == "configmaps")
        #expect((entry?.written ?? 0) >= (entry?.stored ?? .max))
    }
}
