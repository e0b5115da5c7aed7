internal import ArgumentParser
internal import CommandOptions
internal import Dependencies
internal import KubernetesClient
internal import Logging
internal import Posix

/// `kubectl wait-for for`: waits at a terminal, or in a script, for what pods can wait for.
struct ForCommand: ParsableCommand {
    /// What `--help` says.
    static let configuration = CommandConfiguration(
        commandName: "for",
        abstract: "Waits until everything that is named is ready, by the rules that hold for pods.",
        discussion: """
            What is named is watched and judged here, with the rights of the kubeconfig: no server of ours is needed. \
            Items are written as in wait.k8s/for, each in quotes where it has options. Addresses, URLs and files are \
            probed by pods in their own network, and so cannot be asked for here.

            The exit status is 0 when all are ready at the same moment, 1 when the time is over, 3 when one has failed \
            for good (but for --on-failure wait).

            Examples:
              kubectl wait-for for --direct service/postgres job/migrate -n shop
              kubectl wait-for for --direct 'deployment/infra/gateway condition=rolled-out' --timeout 5m
            """)

    @Argument(help: ArgumentHelp("What to wait for: TYPE/[NAMESPACE/]NAME and options.", valueName: "item"))
    var items: [String]

    @Flag(
        help: "Judge with the kubeconfig's own rights. There is no other way at a terminal, so it may be left out.")
    var direct = false

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Namespace of items that name none; by default the context's.", valueName: "name"))
    var namespace: String?

    /// Which cluster is asked.
    @OptionGroup var cluster: KubeconfigOptions

    @Option(help: ArgumentHelp("How long to wait.", valueName: "duration"))
    var timeout: TimeLimit = .none

    @Option(help: "What a failed item does that does not say so itself.")
    var onFailure: FailurePolicy = .fail

    /// Refuses what would only be noticed later.
    func validate() throws {
        do {
            _ = try DirectQuestion(items, namespace: namespace ?? "default")
        } catch {
            throw ValidationError("\(error)")
        }
    }

    /// Does it.
    func run() throws {
        LongRun.exit { try await wait() }
    }

    /// Waits, and returns the exit status.
    private func wait() async throws -> Int32 {
        let configuration = try cluster.configuration()
        let question = try DirectQuestion(items, namespace: namespace ?? configuration.namespace)
        let judge = try await DirectJudge(question, configuration)
        var wait = DirectWait(question.dependencies, timeout: timeout, onFailure: onFailure)
        var output = DirectOutput()
        let start = MonotonicTime.now()
        let (words, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        await judge.tellOfChanges { continuation.yield() }
        var waiting = words.makeAsyncIterator()
        while true {
            let statuses = await judge.statuses()
            let elapsed = MonotonicTime.now().since(start)
            let changes = wait.take(statuses, at: elapsed)
            if let end = wait.end(at: elapsed) {
                output.finish(changes, end.message, wait.picture(at: elapsed))
                return end.status
            }
            output.tell(changes, wait.picture(at: elapsed))
            let pause = min(output.pause(at: elapsed), wait.remaining(at: elapsed) ?? .seconds(30))
            let timer = Task {
                try await Task.sleep(for: pause)
                continuation.yield()
            }
            await waiting.next()
            timer.cancel()
        }
    }
}
