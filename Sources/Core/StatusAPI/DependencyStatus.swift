/// What is known of one dependency of a waiting pod at one moment: the contents of a verdict line.
package struct DependencyStatus: Hashable, Sendable {
    /// The dependency's canonical text, `service/db/postgres port=5432`, which is its identity in a stream.
    package var dependency: String
    /// Where it stands.
    package var state: DependencyState
    /// A word in CamelCase from a fixed set, `NoEndpoints`; empty when the state says it all.
    package var reason: String
    /// One line that a person can act on.
    package var message: String
    /// The Jobs that this verdict found complete, by namespace, name and UID: `shop/migrate/UID`. A client repeats them in
    /// its next question, so that a Job that is deleted in between stays done for its wait.
    package var completedJobs: [String]

    /// Takes the parts as they are: nothing is checked, and nothing is cut.
    package init(
        dependency: String, state: DependencyState, reason: String, message: String, completedJobs: [String] = []
    ) {
        self.dependency = dependency
        self.state = state
        self.reason = reason
        self.message = message
        self.completedJobs = completedJobs
    }
}
