import Dependencies
import KubernetesClient
import Logging
import Metrics
import NamespaceCache
import Testing

/// What the webhook knows of Namespaces after what their watch told.
@Suite struct NamespaceCacheTests {
    private let cache: NamespaceCache

    init() throws {
        let logger = Logger(label: "test")
        let configuration = KubernetesConfiguration(server: try ServerAddress(url: "https://127.0.0.1:1"))
        cache = NamespaceCache(
            client: try KubernetesClient(configuration: configuration, logger: logger), logger: logger)
    }

    private static func namespace(_ name: String, _ annotations: String?) -> [UInt8] {
        let map = annotations.map { #","annotations":{\#($0)}"# } ?? ""
        return Array(#"{"metadata":{"name":"\#(name)"\#(map)},"spec":{}}"#.utf8)
    }

    private static let patient = namespace("shop", #""wait.k8s/timeout":"10m","a/b":"c""#)

    @Test func nothingIsKnownAtFirst() {
        #expect(cache["shop"] == nil)
        #expect(cache.obstacle == "the Namespaces have not been listed yet")
        #expect(cache.census == (0, false))
    }

    @Test func aListMakesItReady() {
        cache.receive([.listing, .applied(Self.namespace("db", nil)), .applied(Self.patient)])
        #expect(cache.obstacle != nil)
        cache.receive([.listed, .current])
        #expect(cache.obstacle == nil)
        #expect(cache["shop"]?.timeout == .seconds(600))
        #expect(cache["db"] == nil)
        #expect(cache.census == (1, true))
    }

    @Test func followsTheWatch() {
        cache.receive([.listing, .applied(Self.patient), .listed, .current])
        cache.receive([.applied(Self.namespace("shop", #""wait.k8s/timeout":"5s""#))])
        #expect(cache["shop"]?.timeout == .seconds(5))
        cache.receive([.applied(Self.namespace("shop", #""wait.k8s/timeout":"soon""#))])
        #expect(cache["shop"]?.timeout == nil && cache["shop"]?.mistakes.count == 1)
        cache.receive([.applied(Self.namespace("shop", #""wait.k8s/timeout":null"#))])
        #expect(cache["shop"]?.mistakes.count == 1)
        cache.receive([.applied(Self.namespace("shop", nil))])
        #expect(cache["shop"] == nil)
        cache.receive([.applied(Self.patient), .deleted(Self.patient)])
        #expect(cache["shop"] == nil)
    }

    @Test func whatAListDoesNotMentionIsGone() {
        cache.receive([.listing, .applied(Self.patient), .listed, .current])
        cache.receive([.listing, .applied(Self.namespace("db", #""wait.k8s/position":"last""#)), .listed])
        #expect(cache["shop"] == nil && cache["db"]?.position == .last)
    }

    @Test func whatWasKnownStaysWhileTheServerIsAway() {
        cache.receive([.listing, .applied(Self.patient), .listed, .current])
        cache.receive([.interrupted(reason: "connection refused")])
        #expect(cache["shop"]?.timeout == .seconds(600))
        #expect(cache.obstacle == nil)
        #expect(cache.census == (1, false))
    }

    @Test func aServerThatIsAwayFromTheStartIsWaitedFor() {
        cache.receive([.interrupted(reason: "connection refused")])
        #expect(cache.obstacle != nil)
    }

    @Test func notBeingAllowedToIsNoReasonToRefusePods() {
        cache.receive([.forbidden("namespaces is forbidden")])
        #expect(cache.obstacle == nil && cache["shop"] == nil)
        cache.receive([.listing, .applied(Self.patient), .listed, .current])
        #expect(cache["shop"]?.timeout == .seconds(600))
    }

    @Test(arguments: ["", "{", "[]", "{}", #"{"metadata":{"name":7}}"#, #"{"metadata":null}"#])
    func whatIsNoNamespaceSaysNothing(text: String) {
        let bytes = Array(text.utf8)
        cache.receive([.listing, .applied(Self.patient), .applied(bytes), .deleted(bytes), .listed, .current])
        #expect(cache["shop"]?.timeout == .seconds(600))
        #expect(cache.census.count == 1)
    }

    @Test func labelsAreKnownWhereTheyAreAskedFor() throws {
        let logger = Logger(label: "test")
        let configuration = KubernetesConfiguration(server: try ServerAddress(url: "https://127.0.0.1:1"))
        let labelled = NamespaceCache(
            client: try KubernetesClient(configuration: configuration, logger: logger), keepsLabels: true,
            logger: logger)
        let shop = Array(#"{"metadata":{"name":"shop","labels":{"team":"x"}}}"#.utf8)
        labelled.receive([.listing, .applied(shop), .applied(Self.namespace("db", nil)), .listed, .current])
        #expect(labelled.labels(of: "shop") == ["team": "x"])
        #expect(labelled.labels(of: "db") == [:])
        #expect(labelled.labels(of: "new") == nil)
        labelled.receive([.deleted(shop)])
        #expect(labelled.labels(of: "shop") == nil)
        #expect(cache.labels(of: "shop") == nil)
    }

    @Test func operatorsSeeIt() {
        let metrics = MetricsRegistry()
        NamespaceMetrics.register(cache, in: metrics)
        cache.receive([.listing, .applied(Self.patient), .listed, .current])
        let text = String(decoding: metrics.render(), as: UTF8.self)
        #expect(text.contains("k8s_wait_namespaces_with_defaults 1\n"))
        #expect(text.contains("k8s_wait_namespaces_current 1\n"))
    }
}
