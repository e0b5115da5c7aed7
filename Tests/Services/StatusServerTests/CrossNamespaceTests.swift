import Dependencies
import KubernetesClient
import Readiness
import StatusAPI
import Testing

@testable import StatusServer

/// What pods of namespace `db` ask of namespace `infra`.
@Suite struct CrossNamespaceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let setting: String
        let steps: @Sendable () -> [TestWorld.Step]
        let lines: [String]
        var testDescription: String { name }

        init(
            _ name: String, setting: String = "default", _ lines: [String],
            _ steps: @escaping @Sendable () -> [TestWorld.Step]
        ) {
            self.name = name
            self.setting = setting
            self.lines = lines
            self.steps = steps
        }
    }

    private static let claim = "pvc/infra/data"
    private static let bound = TestObjects.other("infra/data", status: #"{"phase":"Bound"}"#)
    private static let asking: [TestWorld.Step] = [
        .allReady, .put(.gatedPods, pod(claim)), .ask("a", pod: "web", uid: "u1"),
    ]

    private static func pod(_ arguments: String...) -> [UInt8] {
        TestObjects.pod("web", uid: "u1", arguments: ["for"] + arguments)
    }

    private static func infra(_ allowFrom: String?) -> TestWorld.Step {
        .put(.namespaces, TestObjects.namespace("infra", allowFrom: allowFrom))
    }

    private static let unknown = "a: \(claim) unknown CacheNotSynced"
    private static let notGranted = "a: \(claim) waiting NotGranted"
    private static let released = ["a: \(claim) ready Bound", "a: released"]

    static let rows: [Row] = [
        Row("granted from the start", [unknown] + released) {
            asking + [
                .put(.volumeClaims, bound),
                .tell(
                    .namespaces,
                    [.listing, .applied(TestObjects.namespace("infra", allowFrom: "db")[...]), .listed, .current]),
            ]
        },
        Row("granted by a star, later", [unknown, notGranted] + released) {
            asking + [.put(.volumeClaims, bound), .ready([.namespaces]), infra(nil), infra("shop"), infra("*")]
        },
        Row("a malformed annotation grants nothing", [unknown, notGranted, notGranted]) {
            asking + [.put(.volumeClaims, bound), .ready([.namespaces]), infra("db,")]
        },
        Row("another namespace's annotation", [unknown, notGranted]) {
            asking + [
                .put(.volumeClaims, bound), .ready([.namespaces]),
                .put(
                    .namespaces, TestObjects.namespace("db", allowFrom: "*"),
                    TestObjects.namespace("shop", allowFrom: "*")),
            ]
        },
        Row("taken back while it waits", [unknown, "a: \(claim) waiting NotFound", notGranted]) {
            asking + [
                .tell(
                    .namespaces,
                    [.listing, .applied(TestObjects.namespace("infra", allowFrom: "db")[...]), .listed, .current]),
                infra(nil), .put(.volumeClaims, bound),
            ]
        },
        Row("the Namespace is deleted", [unknown, "a: \(claim) waiting NotFound", notGranted]) {
            asking + [
                .tell(
                    .namespaces,
                    [.listing, .applied(TestObjects.namespace("infra", allowFrom: "db")[...]), .listed, .current]),
                .drop(.namespaces, TestObjects.namespace("infra")), .put(.volumeClaims, bound),
            ]
        },
        Row(
            "nobody is released by a grant that may have been taken back",
            [unknown, "a: \(claim) waiting NotFound", "a: \(claim) unknown APIServerUnreachable"] + released
        ) {
            asking + [
                .tell(
                    .namespaces,
                    [.listing, .applied(TestObjects.namespace("infra", allowFrom: "db")[...]), .listed, .current]),
                .tell(.namespaces, [.interrupted(reason: "down")]), .put(.volumeClaims, bound),
                .tell(
                    .namespaces,
                    [.listing, .applied(TestObjects.namespace("infra", allowFrom: "db")[...]), .listed, .current]),
            ]
        },
        Row(
            "taken back while nobody could see it",
            [unknown, "a: \(claim) waiting NotFound", "a: \(claim) unknown APIServerUnreachable", notGranted]
        ) {
            asking + [
                .tell(
                    .namespaces,
                    [.listing, .applied(TestObjects.namespace("infra", allowFrom: "db")[...]), .listed, .current]),
                .tell(.namespaces, [.interrupted(reason: "down")]), .put(.volumeClaims, bound),
                .tell(.namespaces, [.listing, .applied(TestObjects.namespace("infra")[...]), .listed, .current]),
            ]
        },
        Row("Namespaces may not be read", [unknown, "a: \(claim) waiting Forbidden"]) {
            asking + [.put(.volumeClaims, bound), .tell(.namespaces, [.forbidden("namespaces")])]
        },
        Row("a Namespace that cannot be read", [unknown, notGranted, "a: \(claim) unknown Unreadable"]) {
            asking + [
                .put(.volumeClaims, bound), .ready([.namespaces]),
                .put(
                    .namespaces, Array(#"{"metadata":{"name":"infra","annotations":{"wait.k8s/allow-from":7}}}"#.utf8)),
            ]
        },
        Row("its own namespace needs no grant", setting: "deny", ["a: pvc/db/data waiting NotFound"]) {
            [.allReady, .put(.gatedPods, pod("pvc/db/data")), .ask("a", pod: "web", uid: "u1")]
        },
        Row("readiness is open", ["a: job/infra/migrate waiting NotFound"]) {
            [.allReady, .put(.gatedPods, pod("job/infra/migrate")), .ask("a", pod: "web", uid: "u1")]
        },
        Row(
            "fields are not",
            [
                "a: job/infra/migrate jsonpath={.status.succeeded}=1 unknown CacheNotSynced",
                "a: job/infra/migrate jsonpath={.status.succeeded}=1 waiting NotGranted",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, pod("job/infra/migrate jsonpath={.status.succeeded}=1")),
                .ask("a", pod: "web", uid: "u1"), .ready([.namespaces]),
            ]
        },
        Row("denied", setting: "pvc=deny", ["a: \(claim) stalled CrossNamespaceDenied"]) {
            asking + [.put(.volumeClaims, bound), .ready([.namespaces]), infra("*")]
        },
        Row("allowed", setting: "pvc=allow", ["a: \(claim) waiting NotFound"] + released) {
            asking + [.put(.volumeClaims, bound)]
        },
        Row(
            "a kind without namespaces",
            [
                "a: widget.example.com/infra/w unknown CacheNotSynced",
                "a: widget.example.com/infra/w unknown CacheNotSynced",
                "a: widget.example.com/infra/w waiting NotFound",
            ]
        ) {
            let type = widget(isNamespaced: false)
            return [
                .allReady, .put(.gatedPods, pod("widget.example.com/infra/w")), .ask("a", pod: "web", uid: "u1"),
                .discover(["widget.example.com"], .found(type)),
                .ready([
                    WatchedCollection(
                        type, as: form("widget.example.com/infra/w"), only: ObjectName(namespace: "infra", name: "w"))
                ]),
            ]
        },
        Row(
            "a kind that only discovery knows",
            [
                // First its kind is found out, then the Namespaces are read, at last the object.
                "a: widget.example.com/infra/w unknown CacheNotSynced",
                "a: widget.example.com/infra/w unknown CacheNotSynced",
                "a: widget.example.com/infra/w waiting NotGranted",
                "a: widget.example.com/infra/w unknown CacheNotSynced",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, pod("widget.example.com/infra/w")), .ask("a", pod: "web", uid: "u1"),
                .discover(["widget.example.com"], .found(widget(isNamespaced: true))), .ready([.namespaces]),
                infra("db"),
            ]
        },
        Row(
            "a DaemonSet's pod on the pod's node",
            setting: "daemonset=granted",
            [
                "a: daemonset/infra/agent unknown CacheNotSynced", "a: daemonset/infra/agent waiting NotGranted",
                "a: daemonset/infra/agent unknown CacheNotSynced",
            ]
        ) {
            [
                .allReady,
                .put(
                    .gatedPods,
                    TestObjects.pod("web", uid: "u1", arguments: ["for", "daemonset/infra/agent"], node: "n1")),
                .ask("a", pod: "web", uid: "u1"), .ready([.namespaces]), infra("db"),
            ]
        },
    ]

    private static func widget(isNamespaced: Bool) -> ResourceType {
        ResourceType(
            group: "example.com", version: "v1", plural: "widgets", kind: "Widget", isNamespaced: isNamespaced,
            verbs: [.list, .watch], purpose: "")
    }

    private static func form(_ dependency: String) -> RecordForm {
        .resource((try? Dependency(canonical: dependency)).map { ResourceRequirement($0) } ?? ResourceRequirement([]))
    }

    private static func settings(_ setting: String) throws -> StatusServerSettings {
        var settings = StatusServerSettings()
        settings.crossNamespace = try #require(CrossNamespacePolicy(setting))
        settings.allowedKinds = AllowedKinds("secrets,widgets.example.com")
        return settings
    }

    @Test(arguments: rows) func isJudgedLive(row: Row) throws {
        var world = TestWorld(settings: try Self.settings(row.setting))
        world.run(row.steps())
        #expect(world.lines == row.lines, "\(world.messages)")
    }

    @Test func theMessageSaysWhatToSet() throws {
        var world = TestWorld(settings: try Self.settings("default"))
        world.run(Self.asking + [.ready([.namespaces]), Self.infra("Shop")])
        #expect(
            world.messages.dropFirst() == [
                "PersistentVolumeClaim infra/data: namespace infra does not grant this to pods of namespace db; annotate "
                    + "it with wait.k8s/allow-from: db",
                "PersistentVolumeClaim infra/data: annotation wait.k8s/allow-from of namespace infra is not a list of "
                    + "namespaces, so it grants nothing; write wait.k8s/allow-from: db",
            ])
    }

    /// What may not be looked at is not watched, for a stream or for a question that is asked once.
    @Test func aRefusedQuestionStartsNoWatch() async throws {
        try await TestState.with(settings: Self.settings("configmap=deny")) { server in
            await server.source.list(.gatedPods, Self.pod("secret/infra/tls", "secret/db/tls"))
            _ = await server.state.answer(WaitRequest(namespace: "db", pod: "web", uid: "u1"))
            let own = WatchedCollection(.secrets, as: .configuration, only: ObjectName(namespace: "db", name: "tls"))
            let foreign = WatchedCollection(
                .secrets, as: .configuration, only: ObjectName(namespace: "infra", name: "tls"))
            let (id, mailbox) = try await server.ask("web", uid: "u1")
            _ = id
            #expect(Set(server.source.starts) == [.gatedPods, .namespaces, own])
            await server.source.list(.namespaces, TestObjects.namespace("infra"))
            _ = try await mailbox.lines()
            let answer = await server.state.answer(WaitRequest(namespace: "db", pod: "web", uid: "u1"))
            #expect(
                answer.lines.contains { line in
                    if case .verdict(let status) = line { status.reason == "NotGranted" } else { false }
                })
            #expect(!server.source.starts.contains(foreign))
            await server.source.tell(.namespaces, .applied(TestObjects.namespace("infra", allowFrom: "db")[...]))
            #expect(server.source.starts.contains(foreign))
            // Taken back: nobody wants it any more.
            await server.source.tell(.namespaces, .applied(TestObjects.namespace("infra")[...]))
            server.advance(seconds: 301)
            await server.state.retireReflectors()
            #expect(server.source.stops == [foreign])
        }
    }

    /// Waiters of namespaces that are granted and of others that are not are told apart.
    @Test func eachNamespaceIsAnsweredForItself() throws {
        var registry = WaitRegistry(settings: try Self.settings("service=granted"))
        let now = Timestamp(seconds: 1_795_300_000)
        func tell(_ collection: WatchedCollection, _ objects: [UInt8]...) -> [WaitAction] {
            let events = [.listing] + objects.map { TextEvent.applied($0[...]) } + [.listed, .current]
            return registry.receive(events.compactMap { $0.decoded(of: collection) }, of: collection, now: now)
        }
        _ = tell(
            .gatedPods, TestObjects.pod("db/web", uid: "u1", arguments: ["for", "service/infra/pg"]),
            TestObjects.pod("shop/web", uid: "u2", arguments: ["for", "service/infra/pg"]))
        _ = tell(.services, TestObjects.service("infra/pg"))
        _ = tell(.endpointSlices, TestObjects.slice("infra/pg-1", of: "pg", ready: 1))
        _ = tell(.namespaces, TestObjects.namespace("infra", allowFrom: "shop"))
        let asked = try ["db": "u1", "shop": "u2"].sorted { $0.key < $1.key }.map { namespace, uid in
            try registry.begin(WaitRequest(namespace: namespace, pod: "web", uid: uid), peer: "10.1.1.1", now: now)
        }
        #expect(asked.map { Self.ends($0.actions) } == [[], ["released"]])
        #expect(tell(.namespaces, TestObjects.namespace("infra", allowFrom: "shop,db")).count == 2)
        #expect(registry.count == 0)
        #expect(registry.dependencyCount == 0)
    }

    private static func ends(_ actions: [WaitAction]) -> [String] {
        actions.compactMap { action in
            if case .end(_, let end) = action { end.label } else { nil }
        }
    }
}
