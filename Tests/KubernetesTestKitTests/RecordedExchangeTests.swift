import KubernetesTestKit
import Testing

@Suite("Recorded exchanges are answered as the real API server answered them")
struct RecordedExchangeTests {
    @Test("every request, in the order in which it was recorded")
    func replay() async throws {
        let cluster = try await recordedCluster()
        let names = [
            "readyz", "version", "get-missing-service", "list-pods-page1", "list-pods-page2",
            "list-pods-expired-continue", "watch-expired-rv", "lease-create", "lease-create-again",
            "lease-update-conflict", "secret-create-tls", "secret-merge-patch", "webhook-config-json-patch",
            "webhook-config-json-patch-test-failed", "event-create", "pod-status-condition-patch",
            "list-replicasets-partial-metadata", "pod-list-partial-metadata",
        ]
        for name in names {
            // Other clients wrote between some of the requests.
            if name == "list-replicasets-partial-metadata" { cluster.withState { $0.storage.advance(to: 1031) } }
            let recorded = try RecordedExchange(name)
            try await compare(recorded, cluster, name)
        }
    }

    @Test(arguments: ["discovery-apis", "discovery-apps", "discovery-core", "discovery-crd"])
    func discovery(_ name: String) async throws {
        let recorded = try RecordedExchange(name)
        try await compare(recorded, try await recordedCluster(), name)
    }

    @Test("a token that nobody has, and a user without roles")
    func refused() async throws {
        let web = UserInfo.serviceAccount("web", in: "shop")
        let cluster = try TestCluster.make()
        try await compare(try RecordedExchange("list-pods-forbidden", user: web), cluster, "forbidden")
        #expect(throws: APIStatus.unauthorized) {
            try Authentication(tokens: ["good": web]).user(authorization: "Bearer bad")
        }
        let recorded = try RecordedExchange("list-pods-unauthorized")
        #expect(APIStatus.unauthorized.body.pretty == recorded.body)
        #expect(APIStatus.unauthorized.code == recorded.status)
    }

    @Test("TokenReviews")
    func tokenReviews() async throws {
        let uid = "33396d57-7c51-433f-84ed-7e600c628004"
        let user = UserInfo(
            name: "system:serviceaccount:shop:web", uid: uid,
            groups: ["system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated"],
            extra: ["authentication.kubernetes.io/credential-id": ["JTI=20a7a446-be9d-44a7-b058-76a2762d8d2d"]])
        let known = try TestCluster.make { $0.authentication.tokens = ["REDACTED": user] }
        try await compare(try RecordedExchange("tokenreview-valid"), known, "valid")
        let unknown = try TestCluster.make()
        try await compare(try RecordedExchange("tokenreview-invalid"), unknown, "invalid")
    }

    private func compare(_ recorded: RecordedExchange, _ cluster: Cluster, _ name: String) async throws {
        switch await cluster.handle(recorded.request) {
        case .answer(let answer):
            #expect(answer.status == recorded.status, "\(name)")
            #expect(answer.contentType == recorded.headers["content-type"], "\(name)")
            let warning = answer.headers.first { $0.name == "Warning" }?.value
            #expect(warning == recorded.headers["warning"], "\(name)")
            guard answer.contentType == "application/json" else {
                #expect(answer.body == recorded.body, "\(name)")
                return
            }
            let (ours, theirs) = (try JSONValue(json: answer.body), try JSONValue(json: recorded.body))
            let differences = RecordedExchange.differences(
                RecordedExchange.comparable(ours), RecordedExchange.comparable(theirs))
            #expect(differences == [], "\(name)")
            // Small answers without generated values are equal to the byte, white space and order of members too.
            if theirs["kind"] == "Status" { #expect(answer.body == recorded.body, "\(name)") }
        case .watch(let subscription):
            guard case .lines(let bytes, _) = subscription.queue.take() else {
                Issue.record("\(name): the watch says nothing")
                return
            }
            #expect(bytes == recorded.body, "\(name)")
            #expect(subscription.queue.take() == .end, "\(name)")
        case .silence, .hangUp:
            Issue.record("\(name) was not answered")
        }
    }

    /// A cluster in the state in which the exchanges found the recorded one.
    private func recordedCluster() async throws -> Cluster {
        let cluster = try TestCluster.make()
        try cluster.put(try Self.customResource())
        let patched = try JSONValue(json: try RecordedExchange("webhook-config-json-patch").body)
        let annotations = patched.at("metadata", "annotations")
        var configuration = try JSONValue(
            json: annotations?["kubectl.kubernetes.io/last-applied-configuration"]?.string ?? "")
        configuration[path: "metadata"]["annotations"] = annotations
        try cluster.put(configuration)
        let pods = try Fixture.items("lists/pods.json", kind: "Pod", version: "v1")
        let replicaSets = try Fixture.items("lists/replicasets.json", kind: "ReplicaSet", version: "apps/v1")
        cluster.withState { state in
            for (plural, objects) in [("pods", pods), ("replicasets", replicaSets)] {
                guard let resource = state.catalogue.resources.first(where: { $0.plural == plural }) else { continue }
                for object in objects { state.storage.load(Self.beforeStatusPatch(object), of: resource) }
            }
            state.storage.forgetHistory(before: 432)
            state.storage.advance(to: 1024)
        }
        return cluster
    }

    /// The list was recorded after the condition had been put in.
    private static func beforeStatusPatch(_ object: JSONValue) -> JSONValue {
        guard let conditions = object.at("status", "conditions")?.array else { return object }
        var object = object
        object[path: "status"]["conditions"] = .array(
            conditions.filter { $0["type"] != "wait.k8s/dependencies-ready" })
        return object
    }

    static func customResource() throws -> JSONValue {
        [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": ["name": "foos.stable.example.com"],
            "spec": [
                "group": "stable.example.com", "scope": "Namespaced",
                "names": ["plural": "foos", "singular": "foo", "kind": "Foo"],
                "versions": [
                    ["name": "v1", "served": true, "storage": true, "subresources": ["status": [:]]]
                ],
            ],
        ]
    }
}
