import HTTP1
import LoadTestKit
import Posix
import StatusAPI
import TLS

/// What a waiting TLS stream costs the server in memory, against what an idle TLS connection costs nginx.
struct StreamMemoryBenchmark {
    private static let streams = 10_000
    private static let services = (0..<100).map { "service-\($0)" }

    private let workshop: Workshop

    /// The benchmark with the binaries of `workshop`.
    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    /// Measures the server, then nginx with as many connections.
    func run() throws -> [Figure] {
        // One descriptor a stream in each process, and some for the rest; the children inherit the limit.
        let limit = try DescriptorLimit.raise(to: Self.streams + 1_000)
        let count = min(Self.streams, limit - 1_000)
        let ours = try measureServer(streams: count)
        let theirs = try measureNginx(connections: count) / 1000
        let streamsAlone = (ours.waiting - ours.withPods) / Double(count) / 1000
        let streamsAndPods = (ours.waiting - ours.idle) / Double(count) / 1000
        return [
            Figure(
                name: "stream-memory", value: streamsAlone, unit: "kB/stream", reference: theirs,
                comparison: "nginx, idle connection", goal: .valueAtMost(25)),
            Figure(
                name: "stream-memory-with-pod", value: streamsAndPods, unit: "kB/stream", reference: theirs,
                comparison: "nginx, idle connection"),
            Figure(name: "stream-memory-idle", value: ours.idle / 1_048_576, unit: "MiB", goal: .valueAtMost(30)),
        ]
    }

    /// The server's resident bytes before there is anything, with the pods known, and with all streams waiting.
    private func measureServer(streams count: Int) throws -> (idle: Double, withPods: Double, waiting: Double) {
        let stage = try Stage(in: workshop)
        try stage.pump.run(for: .seconds(2))
        let idle = try stage.server.process.residentBytes()
        try stage.api.store(Self.services.flatMap { Cluster.service($0) })
        let pods = try stage.makePods(count, waitingFor: Self.services, prefix: "waiting")
        let withPods = try stage.server.process.residentBytes()
        say("stream-memory: opening \(count) streams")
        let streams = try stage.openStreams(pods)
        try stage.pump.run(for: .seconds(3))
        try stage.awaitAll(streams, "still waiting") { $0 == .waiting }
        return (idle, withPods, try stage.server.process.residentBytes())
    }

    /// The bytes that one kept-alive TLS connection, idle after a first answer, adds to nginx.
    private func measureNginx(connections count: Int) throws -> Double {
        say("stream-memory: opening \(count) connections to nginx")
        let certificates = try Certificates(in: workshop)
        let nginx = try Nginx.start(in: workshop, certificates: certificates, core: nil)
        let trust = try TLSClientContext(trust: .authorities(readFile(certificates.authority)))
        let pump = try Pump()
        var callers: [HTTPSCaller] = []
        let before = try nginx.process.residentBytes()
        for _ in 0..<count {
            let caller = try HTTPSCaller(port: nginx.port, trust: trust, pump: pump)
            try caller.send([HTTPSCaller.Call(target: "/")])
            callers.append(caller)
        }
        try pump.run(for: .seconds(1))
        return try withExtendedLifetime(callers) {
            (try nginx.process.residentBytes() - before) / Double(count)
        }
    }
}
