import KubernetesTestKit
import Posix
import ServerTestKit
import TLS

/// The Secret of a server that makes its certificates itself.
extension World {
    /// The authorities in PEM.
    struct Authorities {
        /// Who signs now, and who signs next.
        let current: [UInt8], successor: [UInt8]
        /// Everybody who is to be trusted.
        let all: [UInt8]
    }

    /// A failure to find what a test needs.
    private struct Missing: Error { let what: String }

    /// What is published.
    func authorities() throws -> Authorities {
        let current = try secretItem("current.crt")
        let successor = try secretItem("successor.crt")
        let previous = (try? secretItem("previous.crt")) ?? []
        return Authorities(current: current, successor: successor, all: current + successor + previous)
    }

    /// Makes the successor sign, long before its time, as an operator may.
    func promoteSuccessor() throws {
        let key = try PrivateKey.generateP256()
        let keyText = try key.pem()
        let template = CertificateTemplate(
            commonName: "made by the test", notBefore: 1_000_000_000, notAfter: 4_000_000_000, isAuthority: true)
        let next = try CertificateIssuer.selfSigned(template, key: key)
        guard var secret = cluster.object("secrets", "k8s-wait-authorities", namespace: "k8s-wait"),
            let data = secret.at("data")
        else { throw Missing(what: "the Secret") }
        func item(_ name: String) -> JSONValue { data.at(name) ?? .null }
        secret["data"] = [
            "version": item("version"), "promoted": item("promoted"), "current.crt": item("successor.crt"),
            "current.key": item("successor.key"), "successor.crt": .string(Base64.encode(next.certificatePEM)),
            "successor.key": .string(Base64.encode(keyText)), "previous.crt": item("current.crt"),
        ]
        try cluster.put(secret)
    }

    /// Comes back once new connections to the status port get a certificate of an authority.
    func waitUntilServed(by authority: [UInt8]) async throws {
        let context = try TLSClientContext(trust: .authorities(authority))
        while (try? await RawClient.connect(to: statusAddress, tls: context)) == nil {
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Comes back once every entry of the webhook configuration trusts exactly these, in PEM.
    func waitUntilPublished(_ authorities: [UInt8]) async throws {
        let wanted = Base64.encode(authorities)
        while true {
            let entries = cluster.object("mutatingwebhookconfigurations", "k8s-wait")?["webhooks"]?.array ?? []
            if !entries.isEmpty, entries.allSatisfy({ $0.at("clientConfig", "caBundle")?.string == wanted }) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Registers the webhook as it is, with these authorities in PEM; empty for none.
    func putWebhook(caBundle: [UInt8]) throws {
        let url = "https://localhost:\(webhookAddress.port)/mutate"
        try cluster.put(Manifests.webhook(url: url, caBundle: Base64.encode(caBundle)))
    }

    /// Says in the pod's status that our init container has ended, as its kubelet does.
    func setInitContainerEnded(_ pod: JSONValue, exitCode: Int) throws {
        var pod = pod
        let state: JSONValue = ["terminated": ["exitCode": .number("\(exitCode)"), "reason": "Completed"]]
        pod["status"] = ["phase": "Running", "initContainerStatuses": [["name": "k8s-wait", "state": state]]]
        try cluster.put(pod)
    }

    /// The pins that a pod was given.
    func pins(of pod: JSONValue) throws -> [String] {
        let container = pod.at("spec", "initContainers")?.array?.first { $0.at("name")?.string == "k8s-wait" }
        let variable = container?.at("env")?.array?.first { $0.at("name")?.string == "K8S_WAIT_PINS" }
        guard let text = variable?.at("value")?.string else { throw Missing(what: "K8S_WAIT_PINS") }
        return text.split(separator: ",").map(String.init)
    }

    private func secretItem(_ name: String) throws -> [UInt8] {
        let secret = cluster.object("secrets", "k8s-wait-authorities", namespace: "k8s-wait")
        guard let text = secret?.at("data", name)?.string, let bytes = Base64.decode(text) else {
            throw Missing(what: name)
        }
        return bytes
    }
}
