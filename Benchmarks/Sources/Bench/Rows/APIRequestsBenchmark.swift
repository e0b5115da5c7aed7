import LoadTestKit
import Posix

/// Requests that the API server gets from the start of the server to the end of a period in which streams wait.
struct APIRequestsBenchmark {
    private static let streams = 1_000
    private static let period = Duration.seconds(20)

    private let workshop: Workshop

    /// The benchmark with the binaries of `workshop`.
    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    /// Counts with many streams, then with one.
    func run() throws -> [Figure] {
        try DescriptorLimit.raise(to: 20_000)
        let many = try requests(streams: Self.streams)
        let one = try requests(streams: 1)
        return [
            Figure(
                name: "api-requests", value: many, unit: "requests", reference: one, comparison: "with one stream",
                goal: .ratioAtMost(1))
        ]
    }

    private func requests(streams count: Int) throws -> Double {
        say("api-requests: counting for \(Self.period) with \(count) waiting")
        // Events are written for each pod that waits long; what is watched must not depend on how many there are.
        let stage = try Stage(in: workshop, options: ["--events=false"])
        try stage.api.store(Cluster.service("awaited"))
        let pods = try stage.makePods(count, waitingFor: ["awaited"], prefix: "waiting")
        let streams = try stage.openStreams(pods)
        try stage.pump.run(for: Self.period)
        try stage.awaitAll(streams, "still waiting") { $0 == .waiting }
        return Double(try stage.api.countRequests())
    }
}
