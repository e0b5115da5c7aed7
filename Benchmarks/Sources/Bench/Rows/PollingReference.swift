import LoadTestKit
import Posix

/// Clients that ask the API server for a Service's endpoints once a second, as images that wait by polling do.
struct PollingReference {
    private static let interval = Duration.seconds(1)

    private let stage: Stage
    private let service: String
    private let pollers: [HTTPSCaller]

    /// So many clients on the API server of `stage`, each on a connection of its own.
    init(_ stage: Stage, service: String, pollers: Int) throws {
        self.stage = stage
        self.service = service
        self.pollers = try (0..<pollers).map { _ in try stage.connectToCluster() }
    }

    /// How long after the write each client, once a round, saw the Service ready: in milliseconds.
    ///
    /// The clients' questions are spread evenly over the second.
    func latencies(rounds: Int) throws -> [Double] {
        try (0..<rounds).flatMap { _ in
            let latencies = try round()
            try stage.api.send([Cluster.setReady(service, false)])
            return latencies
        }
    }

    private func round() throws -> [Double] {
        var due = pollers.indices.map { index in
            MonotonicTime.now().adding(Self.interval * index / pollers.count)
        }
        // All have asked once, and seen that it is not ready.
        let begin = MonotonicTime.now().adding(Self.interval)
        var written: MonotonicTime?
        var seen: [Double] = []
        var isDone = [Bool](repeating: false, count: pollers.count)
        let deadline = MonotonicTime.now().adding(.seconds(10))
        while seen.count < pollers.count {
            guard MonotonicTime.now() < deadline else { throw BenchmarkError("a polling client saw nothing") }
            if written == nil, MonotonicTime.now() >= begin {
                written = try stage.write(Cluster.setReady(service, true), of: "endpointslices")
            }
            guard let next = due.indices.filter({ !isDone[$0] }).min(by: { due[$0] < due[$1] }) else { break }
            let left = min(due[next], written == nil ? begin : due[next]).since(.now())
            if left > .zero {
                try stage.pump.run(for: left)
                continue
            }
            due[next] = due[next].adding(Self.interval)
            let answer = try pollers[next].send([Cluster.readSlices(of: service)])
            if let written, String(decoding: answer[0].body, as: UTF8.self).contains(#""ready":true"#) {
                seen.append(MonotonicTime.now().since(written) / .milliseconds(1))
                isDone[next] = true
            }
        }
        return seen
    }
}
