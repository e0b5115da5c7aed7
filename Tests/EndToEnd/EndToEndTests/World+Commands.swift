import KubernetesTestKit
import ServerTestKit

/// `k8s-wait-server certs`, as an operator runs it.
extension World {
    /// What a command came to.
    struct CommandResult {
        /// Its exit code.
        let status: Int32
        /// What it printed, standard output and error together.
        let lines: [String]

        /// All of it.
        var text: String { lines.joined(separator: "\n") }
    }

    /// Runs one against this world's API server, and waits for its end.
    func certs(_ arguments: String...) async throws -> CommandResult {
        let process = try ChildProcess.start(
            BuiltProduct.path("k8s-wait-server"),
            ["certs"] + arguments + ["--kubeconfig", file("kubeconfig"), "--namespace", "k8s-wait"])
        let status = await process.exitStatus()
        return CommandResult(status: status, lines: process.lines)
    }
}
