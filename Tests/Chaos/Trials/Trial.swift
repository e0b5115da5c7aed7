import EndToEndTestKit

/// One row of the table: a fault, how it begins and how it ends.
struct Trial: Sendable {
    /// Something that is done to the place of the trial.
    typealias Action = @Sendable (Site) async throws -> Void

    /// The name on the command line.
    let name: String
    /// What happens, in one line.
    let summary: String
    /// How long the fault lasts.
    let duration: Duration
    /// How long it lasts with `--short`.
    let shortDuration: Duration
    /// What the server is started with beside the rest.
    var serverOptions: [String] = []
    /// The fault is there before the server is.
    var precedesServer = false
    /// The server's wall clock can be moved, and pods wait whom a wrong one might release.
    var movesClock = false
    /// How long the server may go on to believe what it knew before the fault: nothing tells it of the fault sooner.
    var unnoticed = Duration.zero
    /// Begins it.
    let begin: Action
    /// Ends it.
    let end: Action

    /// The environment that the server is started with.
    func environment(of site: Site) -> [String: String] { movesClock ? site.clock.environment : [:] }

    /// Every trial, in the order of the table.
    static let all = apiServerTrials + clockTrials
}
