package import Dependencies
import Encodings

/// Tells in which dialect a container says what it waits for, and translates it.
///
/// The same function serves the waiting program, which knows its arguments and environment, and the server, which reads
/// them from the pod's stored spec: both come to the same question.
package enum Dialects {
    /// The question of a container.
    ///
    /// `podNamespace` is where objects are whose namespace is not written; `restartPolicy` is the pod's, of which the
    /// policy for dependencies that fail for good is made, nil where it is not known. Throws for arguments that fit no
    /// dialect or two, and for whatever is wrong in the one that they fit.
    package static func read(
        _ invocation: ContainerInvocation, podNamespace: String, restartPolicy: String?
    ) throws(Diagnostic) -> DialectQuestion {
        let split = try ClientFlag.split(Array(invocation.command.dropFirst()) + invocation.arguments)
        let program = invocation.command.first.flatMap { Dialect(program: $0) }
        let words = program == nil ? withoutProgramName(split.question) : split.question
        let dialect = if let program { program } else { try DialectDetection.dialect(of: words, in: invocation) }
        if dialect != .entrypoint, let name = EntrypointReader.filled(in: invocation).first {
            throw Place(name: name).refusal(
                .unknownArgument, "",
                "The arguments are those of \(dialect.rawValue), and \(name) is kubernetes-entrypoint's; keep one of the two."
            )
        }
        let onFailure: FailurePolicy = restartPolicy == "OnFailure" || restartPolicy == "Never" ? .fail : .wait
        func made(
            _ dependencies: [Dependency], timeout: TimeLimit = .none, plan: EntrypointPlan? = nil, notes: [String] = []
        ) throws(Diagnostic) -> DialectQuestion {
            let question = WaitQuestion(
                dependencies: try distinct(dependencies), timeout: timeout, onTimeout: .fail, onFailure: onFailure)
            guard !question.dependencies.isEmpty || plan != nil else {
                throw Place.arguments.refusal(.emptyList, "", "There is nothing to wait for in these arguments.")
            }
            return DialectQuestion(
                dialect: dialect, question: question, clientFlags: split.values, entrypoint: plan, notes: notes)
        }
        switch dialect {
        case .native:
            let question = try WaitQuestion(arguments: words)
            return DialectQuestion(dialect: .native, question: question, clientFlags: split.values)
        case .whenReady:
            let read = try WhenReadyReader(namespace: podNamespace).read(words)
            return try made(read.dependencies, timeout: read.timeout)
        case .waitFor:
            let tolerance = try tolerance(invocation)
            return try made(try WaitForReader(namespace: podNamespace, toleranceSetting: tolerance).read(words))
        case .waitForMulti:
            let read = try WaitForMultiReader(namespace: podNamespace).read(words)
            return try made(read.dependencies, timeout: read.timeout)
        case .servicePrecheck:
            let note = "The arguments are read as host names that must resolve; a Pod is written pod,NAME."
            return try made(try ServicePrecheckReader().read(words), notes: program == nil ? [note] : [])
        case .entrypoint:
            try refuseArguments(program == nil ? words.dropFirst() : words[...])
            let read = try EntrypointReader(invocation: invocation, podNamespace: podNamespace).read()
            return try made(read.dependencies, plan: read.plan)
        }
    }

    // MARK: Parts

    /// The arguments without the program's own name, which some manifests repeat before a command of ours.
    private static func withoutProgramName(_ words: [String]) -> [String] {
        guard words.count > 1, words[0] == "k8s-wait" || words[0].hasSuffix("/k8s-wait"),
            words[1] == "for" || words[1] == "entrypoint"
        else { return words }
        return Array(words.dropFirst())
    }

    /// kubernetes-entrypoint reads none, so that whoever writes some means something that would not happen.
    private static func refuseArguments(_ words: some Collection<String>) throws(Diagnostic) {
        guard let word = words.first else { return }
        throw Place.arguments.refusal(
            .unknownArgument, word,
            "kubernetes-entrypoint takes no arguments: dependencies are in DEPENDENCY_SERVICE and the like, the command in COMMAND."
        )
    }

    private static func tolerance(_ invocation: ContainerInvocation) throws(Diagnostic) -> String? {
        let name = WaitForReader.toleranceVariable
        switch invocation.variable(name) {
        case .absent: return nil
        case .value(let value): return value
        case .unreadable(let source): throw .unreadable(name, from: source)
        }
    }

    /// Each once, in order; too many are refused.
    private static func distinct(_ dependencies: [Dependency]) throws(Diagnostic) -> [Dependency] {
        var result: [Dependency] = []
        // Whoever lists more than this many, repeated ones counted, is refused before they are compared.
        guard dependencies.count <= 4 * WaitQuestion.maximumDependencies else { throw tooMany(dependencies.count) }
        for dependency in dependencies where !result.contains(dependency) { result.append(dependency) }
        guard result.count <= WaitQuestion.maximumDependencies else { throw tooMany(result.count) }
        return result
    }

    private static func tooMany(_ count: Int) -> Diagnostic {
        Place.arguments.refusal(
            .tooManyDependencies, "",
            "A pod may have at most \(WaitQuestion.maximumDependencies) dependencies; these are \(count).")
    }
}
