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
        let code = WaitProgram.run(
            arguments: Array(CommandLine.arguments.dropFirst()),
            environment: { getenv($0).map { String(cString: $0) } }, version: version, start: start)
        exit(code)
    }
}
