import KubernetesTestKit
import Posix
import ServerTestKit
import Testing

/// The API of k8s-when-ready's own server, asked as its unchanged clients ask it.
@Suite(.timeLimit(.minutes(3))) struct LegacyTests {
    @Test func answersForTheNamespacesThatAreNamed() async throws {
        let port = try HeldPort()
        let address = port.address
        let options = ["--legacy-listen", address.description, "--legacy-namespaces", "shop,db"]
        try await World.run(serverOptions: options) { world in
            try world.cluster.put(Manifests.service())
            try world.cluster.put(Manifests.slice(isReady: false))
            #expect(try await Self.ask("/service/db/postgres?uptime=0", at: address).contains(#""running":false"#))
            try world.cluster.put(Manifests.slice(isReady: true))
            try await Self.ask("/service/db/postgres?uptime=0", at: address, until: #"{"running":true}"#)

            #expect(try await Self.ask("/job/shop/migrate", at: address).contains(#""running":false"#))
            try world.cluster.put(Manifests.job(condition: "Complete"))
            try await Self.ask("/job/shop/migrate", at: address, until: #"{"running":true}"#)

            let other = try await Self.ask("/service/kube-system/dns", at: address)
            #expect(!other.contains(#""running":true"#) && other.contains("error"))
        }
        _ = port
    }

    /// The whole answer.
    private static func ask(_ path: String, at address: SocketAddress) async throws -> String {
        let client = try await RawClient.connect(to: address)
        try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        return try await client.readToEnd()
    }

    /// Asks as the client does, again and again, until the answer is as expected; the suite's time limit ends it else.
    private static func ask(_ path: String, at address: SocketAddress, until text: String) async throws {
        while try await !ask(path, at: address).contains(text) { try await Task.sleep(for: .milliseconds(20)) }
    }
}
