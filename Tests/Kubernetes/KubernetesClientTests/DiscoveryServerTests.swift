import KubernetesTestKit
import Logging
import Testing

@testable import KubernetesClient

/// Discovery over the network, from a server that speaks the aggregated form.
@Suite("Discovery of a server")
struct DiscoveryServerTests {
    private static func definition() -> JSONValue {
        [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": ["name": "certificates.cert-manager.io"],
            "spec": [
                "group": "cert-manager.io", "scope": "Namespaced",
                "names": [
                    "plural": "certificates", "singular": "certificate", "kind": "Certificate",
                    "shortNames": ["cert", "certs"],
                ],
                "versions": [["name": "v1", "served": true, "storage": true]],
            ],
        ]
    }

    @Test("kinds come and go with their definitions")
    func comeAndGo() async throws {
        var settings = APIServerSettings()
        settings.usesTLS = false
        let server = try FakeAPIServer.start(settings)
        let configuration = KubernetesConfiguration(server: try ServerAddress(url: server.url))
        var pace = DiscoverySettings()
        pace.shortestPause = .zero
        pace.longestPause = .zero
        let discovery = Discovery(
            client: try KubernetesClient(
                configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
            settings: pace)
        #expect(await discovery.resolve("deploy") == .found(.deployments))
        #expect(await discovery.resolve("crds") == .found(.customResourceDefinitions))
        #expect(await discovery.resolve("hpa") == discovery.resolve("horizontalpodautoscalers.v2.autoscaling"))
        // Every row of the table is where the server serves it.
        for row in ResourceType.all where row.verbs.contains(.watch) {
            #expect(await discovery.resolve("\(row.plural).\(row.version).\(row.group)") == .found(row), "\(row)")
        }
        // Two requests for all of that: the second name was known.
        #expect(server.cluster.access.count() == 2)

        #expect(await discovery.resolve("cert") == .notFound)
        try server.cluster.put(Self.definition())
        guard case .found(let certificates) = await discovery.resolve("cert") else {
            Issue.record("the new kind is not found")
            return
        }
        #expect("\(certificates)" == "certificates.cert-manager.io" && certificates.kind == "Certificate")
        #expect(await discovery.resolve("certificates.v1.cert-manager.io") == .found(certificates))

        server.cluster.remove("customresourcedefinitions", "certificates.cert-manager.io")
        await discovery.expectChange()
        while case .found = await discovery.resolve("cert") { await Task.yield() }
        #expect(await discovery.resolve("cert") == .notFound)
        await server.stop()
    }
}
