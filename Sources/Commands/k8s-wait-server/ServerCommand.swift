internal import ArgumentParser
internal import Glibc
internal import Logging
internal import Posix
internal import StatusAPI
internal import StructuredLogging

/// `k8s-wait-server`: the webhook, the status server and the operator's port in one process.
@main
struct ServerCommand: ParsableCommand {
    /// What `--help` says.
    static let configuration = CommandConfiguration(
        commandName: "k8s-wait-server",
        abstract: "Makes annotated pods wait until what they need is ready.",
        discussion: """
            Serves the mutating admission webhook that puts the init container k8s-wait into annotated pods, and the \
            status server that those containers ask. Every option can also be given as an environment variable: \
            --status-url as K8S_WAIT_STATUS_URL. The command line wins.

            SIGTERM drains and exits 0, a second one exits at once; SIGHUP reads the certificates again.

            k8s-wait-server certs shows which certificates are served and published, and rotates the authorities; \
            --print-rbac prints the permissions that the server needs.
            """,
        version: Product.version)

    /// Everything that can be set.
    @OptionGroup
    var options: ServerOptions

    /// Runs the process. Options that the environment gives are put before those of the command line.
    static func main() {
        do {
            let given = Array(CommandLine.arguments.dropFirst())
            if given.first == CertificatesCommand.name {
                return try CertificatesCommand.main(Array(given.dropFirst()), environment: environment())
            }
            let arguments = try EnvironmentArguments(ServerOptions()).merged(given, environment: environment())
            if arguments.contains("--print-rbac") { return PermissionsCommand.main(arguments) }
            main(arguments)
        } catch {
            exit(withError: error)
        }
    }

    /// Serves until a signal ends it.
    func run() throws {
        Signals.ignorePipe()
        Allocator.returnLargeBlocks()
        // Blocked before any other thread exists, so that none of them is interrupted.
        let signals = try SignalDescriptor.blocking([SIGTERM, SIGINT, SIGHUP])
        let writer = try LogWriter(descriptor: STDERR_FILENO, format: options.logFormat)
        let level = options.logLevel.level
        LoggingSystem.bootstrap { StructuredLogHandler(label: $0, level: level, writer: writer) }
        let server: Server
        do {
            server = try Server(options: options)
        } catch {
            Logger(label: "server").critical("cannot start", metadata: ["reason": "\(error)"])
            writer.flush()
            throw ExitCode.failure
        }
        server.begin()
        try wait(signals, server, writer)
    }

    /// Acts on signals until the drain that one of them starts has ended the process.
    private func wait(_ signals: consuming SignalDescriptor, _ server: Server, _ writer: LogWriter) throws {
        var isDraining = false
        while true {
            let signal = try signals.wait()
            if signal == SIGHUP {
                server.reload()
            } else if isDraining {
                server.logger.warning("a second signal: exiting at once")
                writer.flush()
                _exit(128 + signal)
            } else {
                isDraining = true
                Task.detached {
                    await server.drain()
                    writer.flush()
                    _exit(0)
                }
            }
        }
    }

    private static func environment() -> [String: String] {
        var result: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let pair = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { result[String(pair[0])] = String(pair[1]) }
            next += 1
        }
        return result
    }
}
