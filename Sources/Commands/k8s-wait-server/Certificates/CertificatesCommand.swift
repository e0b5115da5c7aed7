internal import ArgumentParser
internal import Glibc
internal import Posix

/// `k8s-wait-server certs`: looks at the certificates of the servers that run, and rotates their authorities. Serves
/// nothing.
struct CertificatesCommand: ParsableCommand {
    /// The word that brings us here.
    static let name = "certs"
    /// What `--help` says.
    static let configuration = CommandConfiguration(
        commandName: "k8s-wait-server certs",
        abstract: "Shows what is served and published, and rotates the authorities.",
        subcommands: [InspectCommand.self, RotateCommand.self])

    /// Runs the command whose arguments follow the word. As with the server, options that the environment gives are put
    /// before those of the command line.
    static func main(_ arguments: [String], environment: [String: String]) throws {
        guard let command = arguments.first, !command.hasPrefix("-") else { return main(arguments) }
        let options: any ParsableArguments =
            command == RotateCommand.name ? RotationOptions() : ClusterOptions()
        let rest = Array(arguments.dropFirst())
        main([command] + (try EnvironmentArguments(options).merged(rest, environment: environment)))
    }

    /// Does the work of a command, which ends the process with its status: 1 where it fails, and then says why.
    static func finish(_ work: @escaping @Sendable () async throws -> Int32) -> Never {
        Task.detached {
            do {
                Glibc.exit(try await work())
            } catch {
                BlockingOutput.write(Array("Error: \(error)\n".utf8), to: STDERR_FILENO)
                Glibc.exit(1)
            }
        }
        while true { pause() }
    }
}
