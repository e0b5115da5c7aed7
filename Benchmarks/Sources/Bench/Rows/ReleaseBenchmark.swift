import LoadTestKit
import Posix
import StatusAPI

/// From the write of an event by the fake API server to the receipt of `released`, stream by stream.
///
/// 1,000 streams wait for the Service that turns ready, 1,000 for as many others. The reference is a client that asks
/// the API server for the Service's endpoints once a second.
struct ReleaseBenchmark {
    private static let streams = 1_000
    private static let rounds = 20
    private static let pollers = 40
    private static let pollerRounds = 5
    private static let service = "awaited"

    private let workshop: Workshop

    /// The benchmark with the binaries of `workshop`.
    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    /// Measures the releases, then the pollers on the same API server.
    func run() throws -> [Figure] {
        try DescriptorLimit.raise(to: 20_000)
        let stage = try Stage(in: workshop)
        let others = (0..<Self.streams).map { "other-\($0)" }
        try stage.api.store(([Self.service] + others).flatMap { Cluster.service($0) })
        let waiting = try stage.makePods(Self.streams, waitingFor: [Self.service], prefix: "waiting")
        let unconcerned = try stage.makePods(Self.streams, waitingFor: others, prefix: "unconcerned")
        say("release: opening \(Self.streams) streams for the Service and \(Self.streams) for others")
        var streams = try stage.openStreams(waiting)
        let bystanders = try stage.openStreams(unconcerned)
        var latencies: [Double] = []
        for round in 1...Self.rounds {
            let inRound = try measureRound(stage, streams)
            say("release: round \(round) of \(Self.rounds): p99 \(decimal(percentile(99, of: inRound))) ms")
            latencies += inRound
            try stage.awaitState("waiting", of: waiting[0])
            streams = try stage.askAgain(streams, waiting)
        }
        guard bystanders.allSatisfy({ $0.state == .waiting }) else {
            throw BenchmarkError("a stream was released that waits for another Service")
        }
        say("release: \(Self.pollers) clients that ask once a second, \(Self.pollerRounds) rounds")
        let polled = try PollingReference(stage, service: Self.service, pollers: Self.pollers)
            .latencies(rounds: Self.pollerRounds)
        return [
            Figure(
                name: "release", value: percentile(99, of: latencies), unit: "ms",
                reference: percentile(99, of: polled), comparison: "polling each second", goal: .valueAtMost(50)),
            Figure(
                name: "release-p50", value: percentile(50, of: latencies), unit: "ms",
                reference: percentile(50, of: polled), comparison: "polling each second"),
            Figure(
                name: "release-max", value: percentile(100, of: latencies), unit: "ms",
                reference: percentile(100, of: polled), comparison: "polling each second"),
        ]
    }

    /// Makes the Service ready, returns each stream's latency in milliseconds, and makes it not ready again.
    private func measureRound(_ stage: Stage, _ streams: [WaitStream]) throws -> [Double] {
        let written = try stage.write(Cluster.setReady(Self.service, true), of: "endpointslices")
        try stage.awaitAll(streams, "released") { if case .released = $0 { true } else { false } }
        try stage.api.send([Cluster.setReady(Self.service, false)])
        return streams.compactMap { stream in
            guard case .released(let moment) = stream.state else { return nil }
            return moment.since(written) / .milliseconds(1)
        }
    }
}
