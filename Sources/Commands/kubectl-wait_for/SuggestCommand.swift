internal import ArgumentParser
internal import Glibc
internal import Linting
internal import Manifests

/// `kubectl wait-for suggest`: what workloads seem to need, for people to decide.
struct SuggestCommand: ParsableCommand {
    /// How suggestions are printed.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, policies
    }

    /// What `--help` says.
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "Proposes dependencies, by the Services that environment values, arguments and URLs name.",
        discussion: """
            Looks at the variables of all containers, those from ConfigMaps among the manifests, and at their \
            arguments. A name counts if a Service of the manifests has it, or if it is written in full \
            (redis.infra.svc). Nothing is changed: not everything that a program talks to is needed for it to start.
            For charts that nobody can edit, --output policies prints WaitPolicies in mode Audit instead of annotations.

            Examples:
              helm template shop ./shop | kubectl wait-for suggest -f -
              kubectl wait-for suggest -f deploy/ -n shop --output json
              helm get manifest wiki -n wiki | kubectl wait-for suggest -f - -n wiki --output policies >policies.yaml
            """)

    /// What is read.
    @OptionGroup var manifests: ManifestArguments

    @Option(name: [.short, .long], help: "How suggestions are printed.")
    var output: Format = .text

    /// Does it.
    func run() throws {
        try result(for: try manifests.read()).write()
    }

    /// What is proposed for the files.
    func result(for files: [ManifestFile]) -> CommandOutput {
        let sources = files.map(\.lintSource)
        let suggestions = Suggester.suggestions(in: sources, namespace: manifests.namespace)
        return switch output {
        case .text: CommandOutput(standard: Array(SuggestionReport(suggestions).text.utf8))
        case .json: CommandOutput(standard: SuggestionReport(suggestions).json)
        case .policies: CommandOutput(standard: Array(SuggestedPolicies(suggestions).yaml.utf8))
        }
    }
}

extension ManifestFile {
    /// It, to be checked.
    var lintSource: LintSource { LintSource(name: name, text: text, documents: documents, lines: lines) }
}
