import ArgumentParser
import HTTPServer
import KubernetesClient
import ServerTestKit
import Testing

@testable import k8s_wait_server

/// docs/configuration.md against the whole server, as it stands once it is started.
@Suite struct MetricsDocumentTests {
    /// One metric of a scrape: its name, and its labels.
    private struct Sample {
        let name: String
        let labels: [(name: String, value: String)]
    }

    @Test("in each mode", arguments: [true, false])
    func namesEveryMetricItsLabelsAndTheirValues(hasFiles: Bool) async throws {
        let scrape = try await Self.scrape(hasFiles: hasFiles)
        #expect(scrape.count > 50)
        for sample in scrape {
            let names = sample.labels.map(\.name)
            let heading = names.isEmpty ? sample.name : "\(sample.name){\(names.joined(separator: ","))}"
            let row = Document.configuration.rows.first { $0.contains("`\(heading)`") }
            #expect(row != nil, "\(heading)")
            guard sample.name.hasPrefix("k8s_wait_") else { continue }
            for label in sample.labels where !["server", "code", "kind"].contains(label.name) {
                let isNamed = Document.configuration.rows.contains { $0.contains("`\(label.value)`") }
                #expect(isNamed, "\(heading): \(label.value)")
            }
        }
    }

    /// Every metric of a server that has been put together and serves nobody.
    private static func scrape(hasFiles: Bool) async throws -> [Sample] {
        let identity = try TestIdentity()
        let directory = try TemporaryDirectory()
        let kubeconfig = """
            {"current-context":"c","contexts":[{"name":"c","context":{"cluster":"c"}}],
             "clusters":[{"name":"c","cluster":{"server":"http://127.0.0.1:1"}}]}
            """
        let files = try [
            "--tls-cert", directory.write("server.pem", identity.chain),
            "--tls-key", directory.write("server.key", identity.key),
            "--tls-ca", directory.write("ca.pem", identity.authority),
        ]
        let server = try Server(
            options: ServerOptions.parse(
                [
                    "--kubeconfig", directory.write("kubeconfig", Array(kubeconfig.utf8)),
                    "--status-url", "https://localhost:9843", "--image", "k8s-wait:1", "--loops", "1",
                    "--webhook-listen", "127.0.0.1:0", "--status-listen", "127.0.0.1:0", "--operator-listen",
                    "127.0.0.1:0", "--policies=true",
                    // On a busy machine this test may come late with its question.
                    "--operator-limits", "header-timeout=10m,idle-timeout=10m",
                ] + (hasFiles ? files : ["--namespace", "k8s-wait"])))
        let address = try #require(server.ports.first { $0.name == "operator" }?.server.addresses.first)
        let client = try await RawClient.connect(to: address)
        try await client.send("GET /metrics HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n")
        let answer = try await client.readToEnd()
        for (_, server) in server.ports { await server.finish(within: .zero) }
        let body = answer.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
        return body.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { sample(String($0)) }
    }

    private static func sample(_ line: String) -> Sample {
        var name = String(line.prefix { $0 != "{" && $0 != " " })
        for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix("_seconds\(suffix)") {
            name.removeLast(suffix.count)
        }
        let labels = line.matches(of: #/(\w+)="([^"]*)"/#).map { (name: String($0.1), value: String($0.2)) }
        return Sample(name: name, labels: labels.filter { $0.name != "le" })
    }
}
