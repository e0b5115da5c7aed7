import LoadTestKit

/// What 1,000 policies and a cluster of 20,000 Services and 50,000 pods add to the CPU of one admission.
///
/// Three servers get the same reviews of annotated pods in turn: one that heeds neither, one that heeds the policies, and
/// one that looks for circles as well. What is compared is CPU, not time, so it does not matter that they share a core; and
/// of many short rounds the least, since whatever else the machine does only adds to it, by emptying the caches.
struct PoliciesBenchmark {
    private static let rounds = 20
    private static let secondsPerRound = 1

    private let workshop: Workshop

    /// The benchmark with the binaries of `workshop`.
    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    /// Measures rounds of each in turn, and compares the least.
    func run() throws -> [Figure] {
        let certificates = try Certificates(in: workshop)
        let town = try Town(in: workshop)
        let plain = try start(certificates, town, ["--circles=off"])
        let policies = try start(certificates, town, ["--circles=off", "--policies=true"])
        let both = try start(certificates, town, ["--circles=warn", "--policies=true"])
        try town.awaitPolicies(policies)
        try town.awaitPolicies(both)
        try town.awaitCircles(both)
        let reviews = try town.reviewFiles()

        var costs: [[Double]] = [[], [], []]
        for round in 0...Self.rounds {
            say(round == 0 ? "policies: warming up" : "policies: round \(round) of \(Self.rounds)")
            let cost = [
                try cost(of: plain, reviews), try cost(of: policies, reviews), try cost(of: both, reviews),
            ]
            guard round > 0 else { continue }
            for index in cost.indices { costs[index].append(cost[index]) }
        }
        let least = costs.map { $0.min() ?? 0 }
        return [
            Figure(
                name: "policies", value: least[2], unit: "µs CPU", reference: least[0],
                comparison: "no policies, no graph", goal: .ratioAtMost(2)),
            Figure(
                name: "policies-alone", value: least[1], unit: "µs CPU", reference: least[0],
                comparison: "no policies, no graph"),
        ]
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
