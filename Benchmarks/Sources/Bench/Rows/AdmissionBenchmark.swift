import LoadTestKit

/// Admissions a second on one core over kept-alive TLS connections, against what nginx makes of the same requests.
struct AdmissionBenchmark {
    private static let rounds = 5
    private static let secondsPerRound = 4

    private let workshop: Workshop

    /// The benchmark with the binaries of `workshop`.
    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    /// Measures rounds of each in turn, and compares the medians.
    func run() throws -> [Figure] {
        let certificates = try Certificates(in: workshop)
        let nginx = try Nginx.start(in: workshop, certificates: certificates, core: Workshop.serverCore)
        let server = try WaitServer.start(
            in: workshop, certificates: certificates, kubeconfig: nil, loops: 1, core: Workshop.serverCore)
        var ours: [Wrk] = []
        var theirs: [Wrk] = []
        try measure(seconds: 1, "https://127.0.0.1:\(server.webhookPort)/mutate")
        try measure(seconds: 1, "https://127.0.0.1:\(nginx.port)/mutate")
        for round in 1...Self.rounds {
            say("admission: round \(round) of \(Self.rounds)")
            let (oursBefore, theirsBefore) = (try server.process.cpuSeconds(), try nginx.process.cpuSeconds())
            ours.append(try measure("https://127.0.0.1:\(server.webhookPort)/mutate"))
            theirs.append(try measure("https://127.0.0.1:\(nginx.port)/mutate"))
            let busy = [try server.process.cpuSeconds() - oursBefore, try nginx.process.cpuSeconds() - theirsBefore]
                .map { decimal(($0 / Double(Self.secondsPerRound) * 100).rounded()) }
            say("admission: the server kept its core busy for \(busy[0]) % of the time, nginx for \(busy[1]) %")
        }
        return [
            Figure(
                name: "admission", value: median(ours.map(\.rate)), unit: "requests/s",
                reference: median(theirs.map(\.rate)), comparison: "nginx", goal: .ratioAtLeast(0.4)),
            Figure(
                name: "admission-p50", value: median(ours.map(\.p50)), unit: "ms",
                reference: median(theirs.map(\.p50)), comparison: "nginx"),
            Figure(
                name: "admission-p99", value: median(ours.map(\.p99)), unit: "ms",
                reference: median(theirs.map(\.p99)), comparison: "nginx"),
        ]
    }

    @discardableResult
    private func measure(seconds: Int = secondsPerRound, _ url: String) throws -> Wrk {
        try Wrk.post(workshop.reviewFile, to: url, seconds: seconds, in: workshop)
    }
}
