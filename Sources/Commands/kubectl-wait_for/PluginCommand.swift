internal import ArgumentParser
internal import Glibc
internal import Posix
internal import StatusAPI

/// `kubectl wait-for`: what can be done about waits without the webhook, at a terminal and in CI.
@main
struct PluginCommand: ParsableCommand {
    /// What `--help` says.
    static let configuration = CommandConfiguration(
        commandName: "kubectl wait-for",
        abstract: "Makes pods wait for what they need, and checks what they wait for, before anything is applied.",
        discussion: """
            Works on manifests, from files or standard input; only "for" and "lint --cluster" talk to a cluster.

            Examples:
              helm template shop ./shop | kubectl wait-for lint -f -
              helm template shop ./shop | kubectl wait-for inject -f - --pin "$PIN" | kubectl apply -f -
              kubectl wait-for for --direct service/postgres job/migrate -n shop
              kubectl wait-for lint --help
            """,
        version: Product.version,
        subcommands: [InjectCommand.self, LintCommand.self, SuggestCommand.self, ForCommand.self])

    /// Runs a command; what it throws is told on standard error. Under another name the program completes command lines.
    static func main() {
        Signals.ignorePipe()
        let arguments = Array(CommandLine.arguments.dropFirst())
        if CommandLine.arguments.first?.split(separator: "/").last == Completion.programName[...] {
            let answer = Completion(configuration.subcommands).answer(to: arguments)
            BlockingOutput.write(Array(answer.utf8), to: STDOUT_FILENO)
        } else if arguments.first?.hasPrefix("--generate-completion-script") == true {
            StandaloneCommand.main(arguments)
        } else {
            main(arguments)
        }
    }
}
