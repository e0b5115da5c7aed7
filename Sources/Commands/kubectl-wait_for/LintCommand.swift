internal import ArgumentParser
internal import CommandOptions
internal import Dependencies
internal import Glibc
internal import Linting
internal import Manifests
internal import StatusAPI

/// `kubectl wait-for lint`: whether what pods wait for can ever come true, told before anything is applied.
struct LintCommand: ParsableCommand {
    /// How findings are printed.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, sarif
    }

    /// From which severity on findings make the command fail.
    enum Threshold: String, CaseIterable, ExpressibleByArgument {
        case error, warning, never

        /// Whether a finding is bad enough.
        func fails(_ finding: LintFinding) -> Bool {
            switch self {
            case .error: finding.severity == .error
            case .warning: true
            case .never: false
            }
        }
    }

    /// What `--help` says.
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Checks manifests: annotations, pods that wait for each other, and what can never come true.",
        discussion: """
            Finds mistakes in annotations, circles of waits, what no manifest has, and the deadlocks that deployment \
            tools make: helm --wait and hooks, Argo CD's waves and phases, Flux's wait with dependsOn. What is missing \
            is only told of namespaces that the manifests fill, unless --cluster has the cluster looked at too.

            The exit status is 0 where nothing is found that --fail-on names, 1 where something is, 2 where the \
            manifests or the cluster cannot be read.

            Examples:
              helm template shop ./shop | kubectl wait-for lint -f -
              kubectl wait-for lint -f deploy/ -n shop --known service/shop/external-db
              kubectl wait-for lint -f deploy/ --cluster --context staging
              kubectl wait-for lint -f deploy/ --output sarif --fail-on never >lint.sarif
            """)

    /// What is read.
    @OptionGroup var manifests: ManifestArguments

    @Flag(
        help: "Count what the cluster has, as if the manifests were applied to it. What may not be read is not known.")
    var cluster = false

    /// Which cluster is asked.
    @OptionGroup var kubeconfig: KubeconfigOptions

    @Option(
        help: ArgumentHelp(
            "What is in the cluster already, so that no manifest must have it: KIND/NAMESPACE/NAME. Can be given "
                + "several times.", valueName: "dependency"))
    var known: [String] = []

    @Option(name: [.short, .long], help: "How findings are printed.")
    var output: Format = .text

    @Option(help: "From which severity on findings make the command fail.")
    var failOn: Threshold = .error

    /// Refuses what would only be noticed later.
    func validate() throws {
        do {
            _ = try knownDependencies()
        } catch {
            throw ValidationError("--known: \(error.item): \(error.message)")
        }
        guard cluster || kubeconfig.isEmpty else {
            throw ValidationError("--kubeconfig and --context say which cluster; --cluster says that one is asked.")
        }
    }

    /// Does it.
    func run() throws {
        let files: [ManifestFile]
        do {
            files = try manifests.read()
            // Nothing at all is rather a program before the pipe that failed than manifests without a mistake.
            guard files.contains(where: { !$0.documents.isEmpty }) else {
                throw Problem("There is no object in what was given; did the program fail that should print manifests?")
            }
        } catch {
            try CommandOutput(messages: ["Error: \(error)"]).write()
            throw ExitCode(2)
        }
        guard !cluster else {
            LongRun.exit {
                let result = try self.result(for: files, in: try await snapshot(for: files))
                try result.write()
                return result.status
            }
        }
        let result = try result(for: files)
        try result.write()
        guard result.status == 0 else { throw ExitCode(result.status) }
    }

    private func snapshot(for files: [ManifestFile]) async throws -> ClusterSnapshot {
        try await ClusterReader(kubeconfig.configuration()).snapshot(
            for: files.map(\.lintSource), namespace: manifests.namespace, known: knownDependencies())
    }

    /// What is found in the files, in such a cluster where one was asked.
    func result(for files: [ManifestFile], in cluster: ClusterSnapshot? = nil) throws -> CommandOutput {
        let sources = files.map(\.lintSource)
        let findings = Linter.findings(
            in: sources, namespace: manifests.namespace, known: try knownDependencies(), cluster: cluster)
        let report = LintReport(findings, version: Product.version)
        let standard =
            switch output {
            case .text: Array(report.text.utf8)
            case .json: report.json
            case .sarif: report.sarif
            }
        return CommandOutput(
            standard: standard, messages: cluster?.complaints.map { "warning: \($0)" } ?? [],
            status: findings.contains(where: failOn.fails) ? 1 : 0)
    }

    private func knownDependencies() throws(Diagnostic) -> [Dependency] {
        var dependencies: [Dependency] = []
        for text in known { dependencies.append(try Dependency(canonical: text)) }
        return dependencies
    }
}
