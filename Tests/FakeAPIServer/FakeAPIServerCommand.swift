import ArgumentParser
import Glibc
import KubernetesTestKit
import Posix

/// A Kubernetes API server without a cluster, for demos, benchmarks and tests that start it as a process.
@main
struct FakeAPIServerCommand: ParsableCommand {
    /// The name and what it is for.
    static let configuration = CommandConfiguration(
        commandName: "fake-apiserver", abstract: "Serves the Kubernetes API from memory, and misbehaves on demand.")

    @Option(help: "HOST:PORT to listen on; port 0 lets the system choose.")
    var listen = "127.0.0.1:0"

    @Option(help: "Directory to write ca.pem and kubeconfig to; it is made when it is missing.")
    var tlsDir: String?

    @Option(help: "File to write a kubeconfig to.")
    var kubeconfigOut: String?

    @Option(help: "Bearer token of the administrator; without it everybody is one.")
    var token: String?

    @Option(
        help: ArgumentHelp(
            "A ServiceAccount and its bearer token: it may do what roles and bindings grant it.",
            valueName: "TOKEN=NAMESPACE/NAME"))
    var serviceAccount: [String] = []

    @Flag(help: "Make namespaces that objects are created in.")
    var autoNamespaces = false

    @Flag(help: "Keep deleted pods that are on a node until they are deleted with grace period 0.")
    var gracefulDelete = false

    @Flag(help: "Serve plain HTTP.")
    var plain = false

    @Option(help: "How often watches get a bookmark, in seconds.")
    var bookmarkInterval = 60

    @Option(help: "How many changes of each resource can be watched again.")
    var history = 4096

    /// Serves until SIGTERM or SIGINT, then exits 0.
    func run() throws {
        // Blocked before any thread starts, so that no thread is ended by them.
        let signals = try SignalDescriptor.blocking([SIGTERM, SIGINT])
        var settings = APIServerSettings()
        settings.listen = try SocketAddress.parseListen(listen)
        settings.usesTLS = !plain
        settings.tokens = try accounts()
        settings.state.createsNamespaces = autoNamespaces
        settings.state.deletesPodsGracefully = gracefulDelete
        settings.state.historyLimit = history
        settings.bookmarkInterval = .seconds(bookmarkInterval)
        let server = try FakeAPIServer.start(settings)
        let kubeconfig = Array(server.kubeconfig(token: token).utf8)
        if let tlsDir {
            mkdir(tlsDir, 0o755)
            try write(server.identity?.authority ?? [], to: "\(tlsDir)/ca.pem")
            try write(kubeconfig, to: "\(tlsDir)/kubeconfig")
        }
        if let kubeconfigOut { try write(kubeconfig, to: kubeconfigOut) }
        try print("listening on \(server.url)\n")
        _ = try signals.wait()
        // What is open ends with the process.
        withExtendedLifetime(server) {}
    }

    /// The users by their tokens.
    private func accounts() throws -> [String: UserInfo] {
        var users: [String: UserInfo] = [:]
        if let token { users[token] = .admin }
        for item in serviceAccount {
            let parts = item.split(separator: "=", maxSplits: 1).map(String.init)
            let account = (parts.last ?? "").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, account.count == 2, token != nil else {
                throw ValidationError("--service-account \(item) must be TOKEN=NAMESPACE/NAME, beside a --token.")
            }
            users[parts[0]] = .serviceAccount(account[1], in: account[0])
        }
        return users
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let number = try Syscall.require("open \(path)") { open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600) }
        try write(bytes, to: Descriptor(owning: Int32(truncatingIfNeeded: number)))
    }

    private func write(_ bytes: [UInt8], to file: borrowing Descriptor) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try Syscall.require("write") {
                rest.withUnsafeBytes { Glibc.write(file.rawValue, $0.baseAddress, $0.count) }
            }
            rest = rest.dropFirst(count)
        }
    }

    private func print(_ line: String) throws {
        let number = try Syscall.require("dup") { dup(STDOUT_FILENO) }
        try write(Array(line.utf8), to: Descriptor(owning: Int32(truncatingIfNeeded: number)))
    }
}
