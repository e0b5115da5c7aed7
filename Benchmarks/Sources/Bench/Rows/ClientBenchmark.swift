import Glibc
import LoadTestKit
import StatusAPI
import TLS

/// What the init container costs: its file, its memory, and its CPU for a wait that is released at once, against curl.
struct ClientBenchmark {
    private static let batches = 20
    private static let runsPerBatch = 10

    private let workshop: Workshop

    /// The benchmark with the binaries of `workshop`.
    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    /// Runs both in turn, and compares the medians.
    func run() throws -> [Figure] {
        let stage = try Stage(in: workshop)
        try stage.api.store(Cluster.service("ready", isReady: true))
        let pod = try stage.makePods(1, waitingFor: ["ready"], prefix: "released", state: "ready")[0]
        try setEnvironment(stage, pod)
        let client = workshop.binary("k8s-wait")
        let ours = [client] + Cluster.arguments(waitingFor: "ready")
        let theirs = [
            "curl", "-q", "--silent", "--fail", "--output", "/dev/null", "--cacert",
            try Certificates(in: workshop).authority,
            "https://localhost:\(stage.server.statusPort)\(Stage.statusCall(of: pod).target)",
        ]
        say("client: \(Self.batches * Self.runsPerBatch) runs of k8s-wait and of curl in turn")
        var (waits, gets): ([Cost], [Cost]) = ([], [])
        for _ in 0..<Self.batches {
            waits += try measure(ours)
            gets += try measure(theirs)
        }
        return [
            Figure(
                name: "client", value: median(waits.map(\.milliseconds)), unit: "ms of CPU",
                reference: median(gets.map(\.milliseconds)), comparison: "curl", goal: .ratioAtMost(0.7)),
            Figure(
                name: "client-peak", value: (waits.map(\.peak).max() ?? 0) / 1_048_576, unit: "MiB",
                reference: (gets.map(\.peak).max() ?? 0) / 1_048_576, comparison: "curl", goal: .valueAtMost(10)),
            Figure(
                name: "client-size", value: try fileSize(client) / 1e6, unit: "MB", goal: .valueAtMost(12)),
            Figure(
                name: "client-shared-objects", value: try sharedObjects(of: client), unit: "files",
                goal: .valueAtMost(0)),
        ]
    }

    /// What one run took.
    private struct Cost {
        let milliseconds: Double
        let peak: Double
    }

    private func measure(_ command: [String]) throws -> [Cost] {
        let text = try ChildProcess.output([workshop.tool("meter"), String(Self.runsPerBatch)] + command, in: workshop)
        return try text.split(separator: "\n").map { line in
            let numbers = line.split(separator: " ").compactMap { Double($0) }
            guard numbers.count == 3, numbers[2] == 0 else {
                throw BenchmarkError("\(command.joined(separator: " ")) did not succeed: meter printed \(line)")
            }
            return Cost(milliseconds: numbers[0] / 1000, peak: numbers[1] * 1024)
        }
    }

    /// What the webhook would have put into the container, for the programs that this process starts.
    private func setEnvironment(_ stage: Stage, _ pod: WaitRequest) throws {
        let authority = try Certificate.parse(pem: readFile(Certificates(in: workshop).authority))[0]
        let pin = authority.publicKeyPin.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        setenv("K8S_WAIT_SERVER", "https://localhost:\(stage.server.statusPort)", 1)
        setenv("K8S_WAIT_PINS", pin, 1)
        setenv("POD_NAMESPACE", pod.namespace, 1)
        setenv("POD_NAME", pod.pod, 1)
        setenv("POD_UID", pod.uid, 1)
    }

    /// The shared objects that ldd(1) names; none of a static program.
    private func sharedObjects(of binary: String) throws -> Double {
        // ldd fails on a static program; what it prints tells.
        let text = try ChildProcess.output(["sh", "-c", "ldd \"$1\" || true", "ldd", binary], in: workshop)
        return Double(text.split(separator: "\n").count { $0.contains("=>") || $0.contains("ld-linux") })
    }
}
