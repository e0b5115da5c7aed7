import ArgumentParser
import Testing

@testable import kubectl_wait_for

struct CompletionTests {
    @Test(arguments: [
        (["inj"], "inject\t\(InjectCommand.configuration.abstract)\n:4\n"), (["x"], ":4\n"), (["x", ""], ":4\n"),
        (["lint", "-f", "x", "--fail-on", ""], "error\nwarning\nnever\n:4\n"), (["lint", "-o", "s"], "sarif\n:4\n"),
        (["lint", "--output=j"], "--output=json\n:4\n"), (["lint", "-f", ""], "yaml\nyml\njson\n:8\n"),
        (["suggest", "--filename", "de"], "yaml\nyml\njson\n:8\n"), (["lint", "--k"], "--kubeconfig\n--known\n:4\n"),
        (["suggest", "-n", ""], ":4\n"), (["suggest", "--"], "--filename\n--namespace\n--output\n--help\n:4\n"),
        (["inject", "--on-timeout", ""], "fail\nproceed\n:4\n"), (["inject", "--pi"], "--pin\n:4\n"),
        (["inject", "--image-pull-policy", "N"], "Never\n:4\n"), (["for", "--di"], "--direct\n:4\n"),
        (["for", "--direct", "--on-failure", ""], "fail\nwait\n:4\n"),
        (["for", "--direct", "--ti"], "--timeout\n:4\n"),
        (["for", "--kubeconfig", ""], ":0\n"),
    ])
    func linesAreCompleted(_ words: [String], _ answer: String) {
        #expect(Completion(PluginCommand.configuration.subcommands).answer(to: words) == answer)
    }

    @Test func commandsAreProposed() {
        let answer = Completion(PluginCommand.configuration.subcommands).answer(to: [""])
        #expect(answer.split(separator: "\n").count == PluginCommand.configuration.subcommands.count + 1)
        #expect(Completion(PluginCommand.configuration.subcommands).answer(to: []) == answer)
    }

    /// Names that shells take.
    @Test func scriptsAreForTheProgramsName() {
        #expect(
            StandaloneCommand.completionScript(for: .bash).contains(
                "complete -o filenames -F _kubectl-wait_for kubectl-wait_for"))
    }
}
