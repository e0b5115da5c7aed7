import Glibc
import Posix
import WaitClient

/// The init container's program.
@main
struct KubernetesWait {
    private static let version = "0.1.0"

    /// Runs the program and ends the process with its exit code.
    static func main() {
        let start = MonotonicTime.now()
        let arguments = Array(CommandLine.arguments.dropFirst())
        exit(WaitProgram.run(arguments: arguments, environment: variable, version: version, start: start))
    }

    // A closure in `main` would check that it runs on the main actor, and so link the concurrency runtime: 600 kB.
    nonisolated private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
