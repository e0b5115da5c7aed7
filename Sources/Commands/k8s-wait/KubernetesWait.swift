import Glibc
import Posix
import StatusAPI
import WaitClient

/// The init container's program.
@main
struct KubernetesWait {
    /// Runs the program and ends the process with its exit code.
    static func main() {
        let start = MonotonicTime.now()
        let words = CommandLine.arguments
        exit(
            WaitProgram.run(
                program: words.first ?? "k8s-wait", arguments: Array(words.dropFirst()), environment: variable,
                version: Product.version, start: start))
    }

    // A closure in `main` would check that it runs on the main actor, and so link the concurrency runtime: 600 kB.
    nonisolated private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
