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
    /// The server makes its certificates itself, publishes who signs them, and pods are injected through its webhook: they
    /// trust the pins that they are given there, and whoever sends admissions trusts `caBundle` as it is stored.
    var isSelfManaged = false
    /// There are three servers behind a balancer.
    var isReplicated = false
    /// How many descriptors the server may have open; nil for as many as this process.
    var descriptors: Int?
    /// At how many gates pods wait in full; nil for as many as the scale says.
    var gates: Int?
    /// How long the server may go on to believe what it knew before the fault: nothing tells it of the fault sooner.
    var unnoticed = Duration.zero
    /// Begins it.
    let begin: Action
    /// What is done meanwhile; the fault lasts until that is over.
    var course: Action = { _ in }
    /// Ends it.
    let end: Action
    /// What must be true of the counts beside what every row shows: what is wrong, in one sentence.
    var check: @Sendable (Ledger.Counts) -> String? = { _ in nil }

    /// The environment that the server is started with.
    func environment(of site: Site) -> [String: String] { movesClock ? site.clock.environment : [:] }

    /// Every trial, in the order of the table.
    static let all = apiServerTrials + clockTrials + rotationTrials + replicaTrials + hostileTrials
}
