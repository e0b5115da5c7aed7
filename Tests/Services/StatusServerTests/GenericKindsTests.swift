import Dependencies
import KubernetesClient
import Readiness
import StatusAPI
import Testing

@testable import StatusServer

/// Objects of kinds that only discovery knows, and those that the operator has to allow.
@Suite struct GenericKindsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let allowed: String
        let steps: @Sendable () -> [TestWorld.Step]
        let lines: [String]
        var testDescription: String { name }

        init(
            _ name: String, allowed: String = "widgets.example.com", _ lines: [String],
            _ steps: @escaping @Sendable () -> [TestWorld.Step]
        ) {
            self.name = name
            self.allowed = allowed
            self.lines = lines
            self.steps = steps
        }
    }

    private static func pod(_ arguments: String...) -> [UInt8] {
        TestObjects.pod("web", uid: "u1", arguments: ["for"] + arguments)
    }

    private static func type(_ version: String = "v1", isNamespaced: Bool = true) -> ResourceType {
        ResourceType(
            group: "example.com", version: version, plural: "widgets", kind: "Widget", isNamespaced: isNamespaced,
            verbs: [.list, .watch], purpose: "")
    }

    private static func only(
        _ dependency: String, _ type: ResourceType = type(), name: String = "w"
    ) -> WatchedCollection {
        let requirement = (try? Dependency(canonical: dependency)).map { ResourceRequirement($0) }
        return WatchedCollection(
            type, as: .resource(requirement ?? ResourceRequirement([])), only: ObjectName(namespace: "db", name: name))
    }

    private static let plain = "widget.example.com/db/w"
    private static let ready = TestObjects.other(
        "w", status: #"{"conditions":[{"type":"Ready","status":"True"}]}"#)
    private static let crd = TestObjects.other("/widgets.example.com")

    static let rows: [Row] = [
        Row(
            "a kind that is known",
            [
                "a: \(plain) unknown CacheNotSynced", "a: \(plain) unknown CacheNotSynced",
                "a: \(plain) waiting NotFound", "a: \(plain) ready ConditionMet", "a: released",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, pod(plain)), .ask("a", pod: "web", uid: "u1"),
                .discover(["widget.example.com"], .found(type())), .ready([only(plain)]), .put(only(plain), ready),
            ]
        },
        Row(
            "a kind that arrives later",
            [
                "a: \(plain) unknown CacheNotSynced", "a: \(plain) waiting KindNotFound",
                "a: \(plain) unknown CacheNotSynced", "a: \(plain) ready ConditionMet", "a: released",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, pod(plain)), .ask("a", pod: "web", uid: "u1"),
                .discover(["widget.example.com"], .notFound), .discover([], .notFound),
                .put(.definitions, TestObjects.definition("widgets.example.com")),
                .discover(["widget.example.com"], .found(type())),
                .tell(only(plain), [.listing, .applied(ready[...]), .listed, .current]),
            ]
        },
        Row(
            "without the definitions being watched it is asked for again by and by",
            ["a: \(plain) unknown CacheNotSynced", "a: \(plain) waiting KindNotFound"]
        ) {
            [
                .ready([.gatedPods]), .put(.gatedPods, pod(plain)), .ask("a", pod: "web", uid: "u1"),
                .discover(["widget.example.com"], .notFound), .wait(1), .discover([], .notFound), .wait(1),
                .discover(["widget.example.com"], .notFound), .wait(3), .discover([], .notFound), .wait(1),
                .discover(["widget.example.com"], .notFound),
            ]
        },
        Row(
            "discovery that cannot be asked proves nothing",
            ["a: \(plain) unknown CacheNotSynced", "a: \(plain) unknown APIServerUnreachable"]
        ) {
            [
                .allReady, .put(.gatedPods, pod(plain)), .ask("a", pod: "web", uid: "u1"),
                .discover(["widget.example.com"], .failed("down")),
            ]
        },
        Row(
            "a version that is no longer served",
            [
                "a: \(plain) unknown CacheNotSynced", "a: \(plain) unknown CacheNotSynced",
                "a: \(plain) waiting NotFound", "a: \(plain) unknown APIServerUnreachable",
                "a: \(plain) unknown CacheNotSynced", "a: \(plain) ready ConditionMet", "a: released",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, pod(plain)), .ask("a", pod: "web", uid: "u1"),
                .discover(["widget.example.com"], .found(type("v1beta1"))), .ready([only(plain, type("v1beta1"))]),
                .tell(only(plain, type("v1beta1")), [.interrupted(reason: "404")]), .wait(2),
                .discover(["widget.example.com"], .found(type())),
                .tell(only(plain), [.listing, .applied(ready[...]), .listed, .current]),
            ]
        },
        Row(
            "an object of a kind without namespaces",
            [
                "a: \(plain) unknown CacheNotSynced", "a: \(plain) unknown CacheNotSynced",
                "a: \(plain) ready ConditionMet", "a: released",
            ]
        ) {
            let kind = type(isNamespaced: false)
            let object = TestObjects.other("/w", status: #"{"conditions":[{"type":"Ready","status":"True"}]}"#)
            return [
                .allReady, .put(.gatedPods, pod(plain)), .ask("a", pod: "web", uid: "u1"),
                .discover(["widget.example.com"], .found(kind)),
                .tell(only(plain, kind), [.listing, .applied(object[...]), .listed, .current]),
            ]
        },
        Row("no kinds are allowed: discovery is not even asked", allowed: "", ["a: \(plain) waiting Forbidden"]) {
            [
                .allReady, .put(.gatedPods, pod(plain)), .ask("a", pod: "web", uid: "u1"),
            ]
        },
        Row(
            "a kind that is not allowed", allowed: "gadgets.example.com",
            ["a: \(plain) unknown CacheNotSynced", "a: \(plain) waiting Forbidden"]
        ) {
            [
                .allReady, .put(.gatedPods, pod(plain)), .ask("a", pod: "web", uid: "u1"),
                .discover(["widget.example.com"], .found(type())),
            ]
        },
        Row(
            "ConfigMaps and Secrets are off by default", allowed: "",
            ["a: configmap/db/c waiting Forbidden", "a: secret/db/s waiting Forbidden"]
        ) {
            [.allReady, .put(.gatedPods, pod("configmap/db/c", "secret/db/s")), .ask("a", pod: "web", uid: "u1")]
        },
        Row(
            "a ConfigMap's key", allowed: "configmaps",
            [
                "a: configmap/db/c key=ca.crt waiting NotFound", "a: configmap/db/c key=ca.crt waiting KeyMissing",
                "a: configmap/db/c key=ca.crt ready KeyPresent", "a: released",
            ]
        ) {
            let map = WatchedCollection(.configMaps, as: .configuration, only: ObjectName(namespace: "db", name: "c"))
            return [
                .allReady, .ready([map]), .put(.gatedPods, pod("configmap/db/c key=ca.crt")),
                .ask("a", pod: "web", uid: "u1"),
                .put(map, Array(#"{"metadata":{"namespace":"db","name":"c"},"data":{"x":"1"}}"#.utf8)),
                .put(map, Array(#"{"metadata":{"namespace":"db","name":"c"},"data":{"ca.crt":"1"}}"#.utf8)),
            ]
        },
        Row(
            "a field of an object of a built-in kind",
            [
                "a: deployment/db/api jsonpath={.status.phase}=Up waiting FieldMissing",
                "a: deployment/db/api jsonpath={.status.phase}=Up ready FieldMatches", "a: released",
            ]
        ) {
            let dependency = "deployment/db/api jsonpath={.status.phase}=Up"
            let api = only(dependency, .deployments, name: "api")
            return [
                .allReady, .ready([api]), .put(.gatedPods, pod(dependency)),
                .put(api, TestObjects.other("api")), .ask("a", pod: "web", uid: "u1"),
                .put(api, TestObjects.other("api", status: #"{"phase":"Up"}"#)),
            ]
        },
        Row(
            "a claim, a Node and a definition",
            [
                "a: pvc/db/data waiting NotBound", "a: node/n1 waiting NodeNotReady",
                "a: crd/widgets.example.com waiting NotFound", "a: pvc/db/data ready Bound",
                "a: node/n1 ready NodeReady", "a: crd/widgets.example.com ready Established", "a: released",
            ]
        ) {
            let node = { (status: String) in
                TestObjects.other("/n1", status: #"{"conditions":[{"type":"Ready","status":"\#(status)"}]}"#)
            }
            return [
                .allReady, .put(.gatedPods, pod("pvc/db/data", "node/n1", "crd/widgets.example.com")),
                .put(.volumeClaims, TestObjects.other("data", status: #"{"phase":"Pending"}"#)),
                .put(.nodes, node("False")), .ask("a", pod: "web", uid: "u1"),
                .put(.volumeClaims, TestObjects.other("data", status: #"{"phase":"Bound"}"#)),
                .put(.nodes, node("True")),
                .put(.definitions, TestObjects.definition("widgets.example.com")),
            ]
        },
        Row(
            "another container of the pod itself",
            [
                "a: container/proxy waiting NotFound", "a: container/proxy waiting ContainerNotReady",
                "a: container/proxy unknown APIServerUnreachable", "a: container/proxy ready ContainerReady",
                "a: released",
            ]
        ) {
            let pod = { (status: String) in
                TestObjects.pod("web", uid: "u1", arguments: ["for", "container/proxy"], status: status)
            }
            return [
                .allReady, .put(.gatedPods, pod("{}")), .ask("a", pod: "web", uid: "u1"),
                .put(.gatedPods, pod(#"{"containerStatuses":[{"name":"proxy","ready":false}]}"#)),
                .tell(.gatedPods, [.interrupted(reason: "x")]),
                .put(.gatedPods, pod(#"{"containerStatuses":[{"name":"proxy","ready":true}]}"#)),
                .tell(.gatedPods, [.current]),
            ]
        },
    ]

    @Test(arguments: rows)
    func tells(row: Row) {
        var settings = StatusServerSettings()
        settings.allowedKinds = AllowedKinds(row.allowed)
        var world = TestWorld(settings: settings)
        world.run(row.steps())
        #expect(world.lines == row.lines)
    }

    @Test func theMessageNamesTheSetting() {
        var world = TestWorld()
        world.run([.allReady, .put(.gatedPods, Self.pod("secret/db/s")), .ask("a", pod: "web", uid: "u1")])
        #expect(world.messages.allSatisfy { $0.contains("--allow-kinds") && $0.contains("secrets") })
    }

    // MARK: Limits

    @Test func soIsAKindThatThereIsNoRoomToLookUp() {
        var settings = StatusServerSettings()
        settings.maximumWatches = 1
        settings.allowedKinds = AllowedKinds("widgets.example.com")
        var world = TestWorld(settings: settings)
        world.run(.allReady)
        for (number, kind) in ["widget.example.com", "gadget.example.com"].enumerated() {
            world.run([
                .put(.gatedPods, TestObjects.pod("p\(number)", uid: "u", arguments: ["for", "\(kind)/db/w"])),
                .ask("\(number)", pod: "p\(number)", uid: "u"),
            ])
        }
        world.run([.discover(["widget.example.com"], .notFound), .wait(5), .leave("0"), .wait(5)])
        world.run(.discover(["gadget.example.com"], .notFound))
        #expect(
            world.lines == [
                "0: widget.example.com/db/w unknown CacheNotSynced", "1: gadget.example.com/db/w unknown WatchLimit",
                "0: widget.example.com/db/w waiting KindNotFound", "1: gadget.example.com/db/w unknown CacheNotSynced",
                "1: gadget.example.com/db/w waiting KindNotFound",
            ])
    }

    @Test func beyondTheLimitItIsUnknownUntilThereIsRoom() {
        var settings = StatusServerSettings()
        settings.maximumWatches = 2
        var world = TestWorld(settings: settings)
        world.run(.allReady)
        for (number, dependency) in ["pod/db/a", "pod/db/b", "pod/db/c", "deployment/db/d"].enumerated() {
            world.run([
                .put(.gatedPods, TestObjects.pod("p\(number)", uid: "u", arguments: ["for", dependency])),
                .ask("\(number)", pod: "p\(number)", uid: "u"),
            ])
        }
        #expect(
            world.takeLines() == [
                "0: pod/db/a unknown CacheNotSynced", "1: pod/db/b unknown CacheNotSynced",
                "2: pod/db/c unknown WatchLimit", "3: deployment/db/d waiting NotFound",
            ])
        #expect(world.messages[2].contains("--max-watches"))
        world.run([.wait(10), .leave("1"), .wait(5)])
        #expect(world.takeLines() == ["2: pod/db/c unknown CacheNotSynced"])
        let third = WatchedCollection(.pods, as: .pod, only: ObjectName(namespace: "db", name: "c"))
        #expect(world.registry.isWanted(third))
        world.run([.tell(third, [.listing, .applied(TestObjects.backend("c", ready: true)[...]), .listed, .current])])
        #expect(world.takeLines() == ["2: pod/db/c ready PodsReady", "2: released"])
    }
}
