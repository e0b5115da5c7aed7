internal import ArgumentParser

/// What may come next on a command line, as `kubectl` asks for it: it runs `kubectl_complete-wait_for` with the words after
/// `kubectl wait-for`, the last of them as far as it is typed (kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins).
/// The answer is a line for each proposal and one that says what a shell does with them.
struct Completion {
    /// The program's name when it is asked this.
    static let programName = "kubectl_complete-wait_for"

    /// What a shell does with the proposals (spf13/cobra, ShellCompDirective).
    private enum Directive: Int {
        /// Files are proposed where there is nothing else.
        case files = 0
        /// There is nothing else to propose, no files either.
        case noFiles = 4
        /// The proposals are the endings of the files to propose.
        case filesEndingIn = 8
    }

    private let commands: [any ParsableCommand.Type]

    /// The commands of the plugin.
    init(_ commands: [any ParsableCommand.Type]) { self.commands = commands }

    /// The whole answer.
    func answer(to words: [String]) -> String {
        let (proposals, directive) = proposals(for: words)
        return (proposals + [":\(directive.rawValue)"]).joined(separator: "\n") + "\n"
    }

    private func proposals(for words: [String]) -> ([String], Directive) {
        let last = words.last ?? ""
        guard words.count > 1, let first = words.first else {
            let all = commands.map { ($0.configuration.commandName ?? "", $0.configuration.abstract) }
            return (all.filter { $0.0.hasPrefix(last) }.map { "\($0.0)\t\($0.1)" }, .noFiles)
        }
        guard let command = commands.first(where: { $0.configuration.commandName == first }) else {
            return ([], .noFiles)
        }
        let options = CommandOption.all(of: command.init())
        if let sign = last.firstIndex(of: "="), last.hasPrefix("--") {
            let name = String(last[..<sign])
            let values = options.first { $0.name == name }.flatMap(\.values) ?? []
            let typed = last[last.index(after: sign)...]
            return (values.filter { $0.hasPrefix(typed) }.map { "\(name)=\($0)" }, .noFiles)
        }
        let previous = words[words.count - 2]
        let before = options.first { $0.name == CommandOption.letters[previous] ?? previous }
        if let before, let values = before.values {
            guard before.name != "--filename" else { return (["yaml", "yml", "json"], .filesEndingIn) }
            return (values.filter { $0.hasPrefix(last) }, before.name == "--kubeconfig" ? .files : .noFiles)
        }
        return ((options.map(\.name) + ["--help"]).filter { $0.hasPrefix(last) }, .noFiles)
    }
}
