package import Dependencies

/// What a container asks, translated, and what its program has to do beside waiting.
package struct DialectQuestion: Hashable, Sendable {
    /// The dialect that it was asked in.
    package let dialect: Dialect
    /// What it waits for. Only a container in the dialect of kubernetes-entrypoint may wait for nothing.
    package let question: WaitQuestion
    /// The options that say how the program asks and prints.
    package let clientFlags: [ClientFlag: String]
    /// What to do after the wait; nil in every dialect but that of kubernetes-entrypoint.
    package let entrypoint: EntrypointPlan?
    /// What was understood in a way that somebody may not have meant, one sentence each.
    package let notes: [String]

    /// A translated question of these parts.
    init(
        dialect: Dialect, question: WaitQuestion, clientFlags: [ClientFlag: String], entrypoint: EntrypointPlan? = nil,
        notes: [String] = []
    ) {
        self.dialect = dialect
        self.question = question
        self.clientFlags = clientFlags
        self.entrypoint = entrypoint
        self.notes = notes
    }
}
