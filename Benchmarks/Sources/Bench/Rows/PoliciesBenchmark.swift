import LoadTestKit

/// What 1,000 policies and a cluster of 20,000 Services and 50,000 pods add to the CPU of one admission.
///
/// Three servers get the same reviews of annotated pods in turn: one that heeds neither, one that heeds the policies, and
/// one that looks for circles as well. What is compared is CPU, not time, so it does not matter that they share a core. Of
/// many short rounds the least counts, since whatever else the machine does only adds to it, by emptying the caches. Where
/// its memory lies a server cannot choose, and keeps to its end: so all three are started several times.
struct PoliciesBenchmark {
    private static let starts = 5
    private static let rounds = 6
    private static let secondsPerRound = 1

    private let workshop: Workshop

    /// Microseconds of CPU for an admission.
    private struct Cost {
        var plain = Double.infinity
        var policies = Double.infinity
        var both = Double.infinity
    }

    /// The benchmark with the binaries of `workshop`.
    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    /// Measures several starts, and gives the one whose ratio is in the middle, and the worst.
    func run() throws -> [Figure] {
        let certificates = try Certificates(in: workshop)
        let town = try Town(in: workshop)
        let reviews = try town.reviewFiles()
        var measured: [Cost] = []
        for start in 1...Self.starts {
            say("policies: start \(start) of \(Self.starts)")
            measured.append(try costs(certificates, town, reviews))
        }
        measured.sort { $0.both / $0.plain < $1.both / $1.plain }
        let (middle, worst) = (measured[Self.starts / 2], measured[Self.starts - 1])
        let comparison = "no policies, no graph"
        return [
            Figure(
                name: "policies", value: middle.both, unit: "µs CPU", reference: middle.plain, comparison: comparison,
                goal: .ratioAtMost(2)),
            Figure(
                name: "policies-worst", value: worst.both, unit: "µs CPU", reference: worst.plain,
                comparison: comparison, goal: .ratioAtMost(2)),
            Figure(
                name: "policies-alone", value: middle.policies, unit: "µs CPU", reference: middle.plain,
                comparison: comparison),
        ]
    }

    /// Starts the three servers, and measures rounds of each in turn.
    private func costs(_ certificates: Certificates, _ town: Town, _ reviews: [String]) throws -> Cost {
        let plain = try start(certificates, town, ["--circles=off"])
        let policies = try start(certificates, town, ["--circles=off", "--policies=true"])
        let both = try start(certificates, town, ["--circles=warn", "--policies=true"])
        try town.awaitPolicies(policies)
        try town.awaitPolicies(both)
        try town.awaitCircles(both)

        var least = Cost()
        for round in 0...Self.rounds {
            let cost = Cost(
                plain: try cost(of: plain, reviews), policies: try cost(of: policies, reviews),
                both: try cost(of: both, reviews))
            // The first one warms up.
            guard round > 0 else { continue }
            least = Cost(
                plain: min(least.plain, cost.plain), policies: min(least.policies, cost.policies),
                both: min(least.both, cost.both))
        }
        return least
    }

    private func start(
        _ certificates: Certificates, _ town: Town, _ options: [String]
    ) throws -> WaitServer {
        try WaitServer.start(
            in: workshop, certificates: certificates, kubeconfig: town.kubeconfig, loops: 1, core: Workshop.serverCore,
            options: options)
    }

    /// Microseconds of CPU, the kernel's included, for each admission of one round.
    private func cost(of server: borrowing WaitServer, _ reviews: [String]) throws -> Double {
        let before = try server.process.cpuSeconds()
        let wrk = try Wrk.post(
            reviews, to: "https://127.0.0.1:\(server.webhookPort)/mutate", seconds: Self.secondsPerRound,
            in: workshop)
        return (try server.process.cpuSeconds() - before) / wrk.answers * 1e6
    }
}
