import EndToEndTestKit
import KubernetesTestKit
import ServerTestKit

/// What a server that makes its certificates itself has published.
extension Site {
    /// `caBundle` of the webhook configuration as it is stored, in PEM.
    var publishedAuthorities: [UInt8] {
        let configuration = api.cluster.object("mutatingwebhookconfigurations", "k8s-wait")
        let entry = configuration?["webhooks"]?.array?.first
        return entry?.at("clientConfig", "caBundle")?.string.flatMap(Base64.decode) ?? []
    }

    /// Whom an API server trusts, in PEM.
    var trustedAuthorities: [UInt8] { isSelfManaged ? publishedAuthorities : identity.authority }

    /// How many serving certificates the server has signed for itself, as its log says.
    var renewals: Int { serverLines.count { $0.contains("serving certificate signed") } }

    /// Comes back once another authority than now signs, so many times; how many times that was.
    @discardableResult
    func waitForPromotions(_ count: Int) async throws -> Int {
        var last = signer
        var seen = 0
        while seen < count {
            try await Task.sleep(for: .milliseconds(50))
            let present = signer
            guard present != last else { continue }
            seen += 1
            last = present
        }
        return seen
    }

    /// Comes back once the server has published somebody.
    func waitForPublication() async throws {
        while publishedAuthorities.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    }

    private var signer: String? {
        api.cluster.object("secrets", "k8s-wait-authorities", namespace: "k8s-wait")?.at("data", "current.crt")?.string
    }
}
