import Testing

@testable import KubernetesClient

@Suite("In-cluster configuration")
struct InClusterTests {
    private let environment = ["KUBERNETES_SERVICE_HOST": "10.96.0.1", "KUBERNETES_SERVICE_PORT": "443"]

    @Test("the service account's files, and the namespace")
    func serviceAccount() throws {
        let folder = try TemporaryFolder()
        try folder.write("token", "abc")
        try folder.write("ca.crt", "CA")
        try folder.write("namespace", "shop\n")
        let configuration = try KubernetesConfiguration.inCluster(
            environment: { environment[$0] }, folder: folder.path)
        #expect(configuration.server == ServerAddress(host: "10.96.0.1", port: 443))
        #expect(configuration.token == .file("\(folder.path)/token"))
        #expect(configuration.trust == .authorities(.file("\(folder.path)/ca.crt")))
        #expect(configuration.namespace == "shop")
    }

    @Test("an IPv6 address gets its brackets")
    func ipv6() throws {
        let folder = try TemporaryFolder()
        try folder.write("token", "abc")
        try folder.write("ca.crt", "CA")
        let variables = ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "6443"]
        let configuration = try KubernetesConfiguration.inCluster(environment: { variables[$0] }, folder: folder.path)
        #expect(configuration.server.description == "https://[fd00::1]:6443")
        #expect(configuration.namespace == "default")
    }

    @Test("outside a pod the error says what to do, and a missing token is named")
    func outside() throws {
        let error = #expect(throws: KubernetesError.self) {
            try KubernetesConfiguration.load(kubeconfig: nil, environment: { _ in nil })
        }
        #expect(error?.message.contains("--kubeconfig") == true)
        let folder = try TemporaryFolder()
        try folder.write("ca.crt", "CA")
        let missing = #expect(throws: KubernetesError.self) {
            try KubernetesConfiguration.inCluster(environment: { environment[$0] }, folder: folder.path)
        }
        #expect(missing?.message.contains("\(folder.path)/token") == true)
    }
}

@Suite("WatchedFile")
struct WatchedFileTests {
    @Test("a file is looked at once a minute, and at once when it is due")
    func interval() throws {
        let folder = try TemporaryFolder()
        var file = WatchedFile(path: try folder.write("token", "one"))
        #expect(try file.read(now: .zero) == Array("one".utf8))
        try folder.write("token", "two")
        #expect(try file.read(now: .seconds(59)) == Array("one".utf8))
        #expect(try file.read(now: .seconds(60)) == Array("two".utf8))
        try folder.write("token", "three")
        #expect(try file.read(now: .seconds(61), isDue: true) == Array("three".utf8))
    }

    @Test("a symbolic link that leads elsewhere is a change: that is how a kubelet replaces a mounted token")
    func symbolicLink() throws {
        let folder = try TemporaryFolder()
        for (name, text) in [("a", "one"), ("b", "two")] {
            try folder.makeFolder(name)
            try folder.write("\(name)/token", text)
        }
        try folder.link("..data", to: "a")
        try folder.link("token", to: "..data/token")
        var file = WatchedFile(path: "\(folder.path)/token")
        #expect(try file.read(now: .zero) == Array("one".utf8))
        try folder.link("..data", to: "b")
        #expect(try file.read(now: .seconds(60)) == Array("two".utf8))
    }

    @Test("a file that is away, or empty for a moment, leaves what was read last")
    func away() throws {
        let folder = try TemporaryFolder()
        var file = WatchedFile(path: try folder.write("token", "one"))
        #expect(try file.read(now: .zero) == Array("one".utf8))
        try folder.write("token", "")
        #expect(try file.read(now: .seconds(60)) == Array("one".utf8))
        folder.delete("token")
        #expect(try file.read(now: .seconds(120)) == Array("one".utf8))
        try folder.write("token", "two")
        #expect(try file.read(now: .seconds(180)) == Array("two".utf8))
    }

    @Test("a file that never was, or is too large, is an error")
    func never() throws {
        let folder = try TemporaryFolder()
        #expect(throws: KubernetesError.self) {
            var file = WatchedFile(path: "\(folder.path)/missing")
            _ = try file.read(now: .zero)
        }
        let large = try folder.write("large", String(repeating: "x", count: WatchedFile.limit + 1))
        #expect(throws: KubernetesError.self) { try WatchedFile.bytes(of: large) }
    }
}
