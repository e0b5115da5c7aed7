internal import ArgumentParser

/// The plugin under the name of its program, for shells that complete that name: none takes one with a blank in it.
struct StandaloneCommand: ParsableCommand {
    /// What is asked for by `--generate-completion-script`.
    static let configuration = CommandConfiguration(
        commandName: "kubectl-wait_for", abstract: PluginCommand.configuration.abstract,
        subcommands: PluginCommand.configuration.subcommands)
}
