import KubernetesTestKit
import Testing

@Suite("Watch lines are what a real API server sends, byte for byte")
struct WatchLineTests {
    static let streams: [(file: String, target: String)] = [
        ("services", "/api/v1/services"), ("foos", "/apis/stable.example.com/v1/foos"),
        ("endpointslices", "/apis/discovery.k8s.io/v1/endpointslices"), ("jobs", "/apis/batch/v1/jobs"),
        ("daemonsets", "/apis/apps/v1/daemonsets"), ("deployments", "/apis/apps/v1/deployments"),
        ("statefulsets", "/apis/apps/v1/statefulsets"), ("pods-sendinitialevents", "/api/v1/pods"),
    ]

    @Test("objects as they were stored, bookmarks with their empty objects", arguments: streams)
    func lines(_ file: String, _ target: String) async throws {
        let recorded = try Fixture.bytes("watch/\(file).jsonl").split(separator: 0x0A)
        #expect(recorded.count > 4)
        for line in recorded {
            let event = try JSONValue(json: line)
            let object = event["object"] ?? .null
            let version = object.at("metadata", "resourceVersion")?.string.flatMap { Int($0) } ?? 0
            let cluster = try TestCluster.make()
            try cluster.put(try RecordedExchangeTests.customResource())
            let isEnd = object.at("metadata", "annotations", "k8s.io/initial-events-end") == "true"
            let path = RequestTarget(path: target)
            guard case .resource(let path) = path else { return }
            let resource = try #require(
                cluster.withState {
                    $0.catalogue.resource(group: path.group, version: path.version, plural: path.plural)
                })
            if event["type"] == "BOOKMARK" {
                cluster.withState { state in
                    for resource in state.catalogue.resources where resource.kind == "Service" {
                        _ = state.storage.remove(ObjectKey(namespace: "default", name: "kubernetes"), of: resource)
                    }
                    state.storage.advance(to: version)
                }
                let parameters = isEnd ? "" : "&sendInitialEvents=false&resourceVersionMatch=NotOlderThan"
                let watch = try await cluster.watch("\(target)?watch=true&allowWatchBookmarks=true\(parameters)")
                if !isEnd { cluster.sendBookmark(to: watch) }
                #expect(watch.queue.take() == .lines(line + [0x0A], versions: []))
            } else {
                let stored = StoredObject(object, of: resource, resourceVersion: version)
                #expect(StoredEvent.line(event["type"]?.string ?? "", stored.encoded) == line + [0x0A])
            }
        }
    }
}
