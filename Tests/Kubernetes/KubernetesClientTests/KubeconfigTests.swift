import Testing

@testable import KubernetesClient

@Suite("Kubeconfig")
struct KubeconfigTests {
    private static let whole = """
        apiVersion: v1
        kind: Config
        current-context: work
        contexts:
        - {name: home, context: {cluster: home, user: token}}
        - name: work
          context:
            cluster: work
            user: certificate
            namespace: shop
        clusters:
        - name: home
          cluster: {server: "http://localhost:8080/"}
        - name: work
          cluster:
            server: https://10.0.0.1:6443/k8s/c-1
            certificate-authority-data: Q0E=
            tls-server-name: kubernetes
            proxy-url: http://proxy:3128
        users:
        - name: token
          user: {token: abc}
        - name: certificate
          user:
            client-certificate: pki/client.crt
            client-key-data: S0VZ
        """

    private func read(_ text: String, context: String? = nil) throws(KubernetesError) -> KubernetesConfiguration {
        let file = try KubeconfigFile(path: "/etc/kube/config", text: Array(text.utf8))
        return try Kubeconfig([file]).configuration(context: context)
    }

    /// A kubeconfig with one cluster and one user of these members.
    private func text(cluster: String = "server: https://a", user: String = "token: t") -> String {
        """
        current-context: c
        contexts: [{name: c, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {\(cluster)}}]
        users: [{name: u, user: {\(user)}}]
        """
    }

    @Test("the current context, with everything that a cluster and a user can have")
    func currentContext() throws {
        var expected = KubernetesConfiguration(
            server: ServerAddress(host: "10.0.0.1", port: 6443, pathPrefix: "/k8s/c-1"))
        expected.trust = .authorities(.bytes(Array("CA".utf8)))
        expected.serverName = "kubernetes"
        expected.proxyURL = "http://proxy:3128"
        expected.namespace = "shop"
        expected.clientCertificate = .init(
            chain: .file("/etc/kube/pki/client.crt"), privateKey: .bytes(Array("KEY".utf8)))
        #expect(try read(Self.whole) == expected)
    }

    @Test("another context by name; plain http, and a token, on this machine")
    func otherContext() throws {
        var expected = KubernetesConfiguration(server: ServerAddress(isEncrypted: false, host: "localhost", port: 8080))
        expected.token = .bytes(Array("abc".utf8))
        #expect(try read(Self.whole, context: "home") == expected)
    }

    @Test(
        "members of the user",
        arguments: [
            ("tokenFile: token", KubernetesConfiguration.Material.file("/etc/kube/token")),
            ("tokenFile: /run/token, token: t", .file("/run/token")),
            ("token: t, exec: null, username: \"\"", .bytes([0x74])),
            ("", nil),
        ])
    func tokens(user: String, token: KubernetesConfiguration.Material?) throws {
        #expect(try read(text(user: user)).token == token)
    }

    @Test(
        "members of the cluster",
        arguments: [
            ("server: https://a, insecure-skip-tls-verify: true", KubernetesConfiguration.Trust.nothing),
            ("server: https://a, insecure-skip-tls-verify: false", .system),
            ("server: https://a, certificate-authority: ca.pem", .authorities(.file("/etc/kube/ca.pem"))),
            (
                "server: https://a, certificate-authority-data: Q0E=, certificate-authority: x",
                .authorities(.bytes([67, 65]))
            ),
        ])
    func trusts(cluster: String, trust: KubernetesConfiguration.Trust) throws {
        #expect(try read(text(cluster: cluster)).trust == trust)
    }

    @Test(
        "what is not supported, or makes no sense, is refused by name",
        arguments: [
            ("server: https://a", "exec: {command: aws}", "has exec, which is not supported; supported are token"),
            ("server: https://a", "auth-provider: {name: gcp}", "has auth-provider"),
            ("server: https://a", "username: u, password: p", "has username"),
            ("server: https://a", "token: t, as: other", "has as,"),
            ("server: https://a", "client-certificate-data: QQ==", "both are needed"),
            ("server: https://a", "client-certificate-data: '!', client-key-data: QQ==", "is not Base64"),
            ("server: https://a", "token: \"a b\"", "bearer token"),
            ("server: https://a", "token: [a]", "token of user \"u\" is not a text"),
            ("server: http://10.0.0.1", "token: t", "unencrypted"),
            ("server: ftp://a", "token: t", "must begin with https://"),
            ("insecure-skip-tls-verify: true", "token: t", "has no server"),
            ("server: https://a, insecure-skip-tls-verify: yes", "token: t", "neither true nor false"),
            ("server: https://a, insecure-skip-tls-verify: true, certificate-authority-data: Q0E=", "", "both"),
        ])
    func refuses(cluster: String, user: String, words: String) {
        let error = #expect(throws: KubernetesError.self) { try read(text(cluster: cluster, user: user)) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test(
        "a broken file is refused, and says where",
        arguments: [
            ("", "no current-context"), ("current-context: x", "no context \"x\""), ("a: [", "line"),
            ("contexts: x\ncurrent-context: y", "not a list"), ("a: 1\na: 2", "key twice"),
            ("- a", "no current-context"),
        ])
    func broken(text: String, words: String) {
        let error = #expect(throws: KubernetesError.self) { try read(text) }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test("of several files the first that has a name wins, and paths start from the file that they are in")
    func merges() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("one")
        try folder.makeFolder("two")
        let first = try folder.write(
            "one/config",
            "current-context: c\nclusters: [{name: c, cluster: {server: https://one, certificate-authority: ca}}]")
        let second = try folder.write(
            "two/config",
            """
            current-context: other
            clusters: [{name: c, cluster: {server: https://two}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            users: [{name: u, user: {tokenFile: token}}]
            """)
        let configuration = try KubernetesConfiguration.load(
            kubeconfig: nil,
            environment: { $0 == "KUBECONFIG" ? "\(first):\(folder.path)/missing:\(second)" : nil })
        #expect(configuration.server.host == "one")
        #expect(configuration.trust == .authorities(.file("\(folder.path)/one/ca")))
        #expect(configuration.token == .file("\(folder.path)/two/token"))
    }

    @Test("a file that was named must be there; of a list one must")
    func missing() {
        let named = #expect(throws: KubernetesError.self) {
            try KubernetesConfiguration.load(kubeconfig: "/nowhere/config", environment: { _ in nil })
        }
        #expect(named?.message.contains("/nowhere/config") == true)
        #expect(throws: KubernetesError.self) {
            try KubernetesConfiguration.kubeconfig(paths: ["/nowhere/a", "/nowhere/b"])
        }
    }
}
