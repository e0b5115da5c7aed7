import LoadTestKit
import Posix
import TLS

/// A big cluster: 10 namespaces with 400 stacks each, a stack being five Deployments with a Service each, of which every
/// one waits for the next two. In the first of each two namespaces all pods still wait, as after an outage; in the other
/// they run. And 1,000 policies.
final class Town {
    /// How many namespaces there are.
    static let namespaces = 10
    /// How many stacks a namespace has.
    static let stacks = 400
    /// How many workloads a stack has, the last one waiting for nothing.
    static let tiers = 5
    /// How many different pods are reviewed.
    private static let reviews = 64

    private let workshop: Workshop
    private let cluster: FakeAPIServer
    private let pump: Pump
    private let api: HTTPSCaller

    /// How a server reaches it.
    var kubeconfig: String { cluster.kubeconfig }

    /// Starts an API server that holds all of it.
    init(in workshop: Workshop) throws {
        self.workshop = workshop
        cluster = try FakeAPIServer.start(in: workshop)
        pump = try Pump()
        api = try HTTPSCaller(port: cluster.port, trust: cluster.trust, pump: pump)
        let services = Self.namespaces * Self.stacks * Self.tiers
        say("policies: making \(services) Services, \(services * 5 / 2) pods and \(TownPolicies.count) policies")
        try api.store(TownPolicies.definitions)
        try api.store((0..<Self.namespaces).map(TownObjects.namespace))
        for namespace in 0..<Self.namespaces {
            for tier in 0..<Self.tiers {
                try api.copy(TownObjects.service("t\(tier)-%N", in: namespace), Self.stacks)
                for replica in 0..<((tier + namespace).isMultiple(of: 2) ? 2 : 3) {
                    try api.copy(TownObjects.pod(tier, replica, in: namespace), Self.stacks)
                }
            }
        }
        try api.store(TownPolicies.all)
        try api.store(TownObjects.loop)
    }

    /// The reviews that are measured, each in a file: the recorded one, made one of many first workloads of stacks. Half
    /// of these pods are selected by four policies, the others by none.
    func reviewFiles() throws -> [String] {
        let recorded = String(decoding: try readFile(workshop.reviewFile), as: UTF8.self)
        return try (0..<Self.reviews).map { number in
            let file = workshop.scratch("review-\(number).json")
            try writeFile(file, Self.review(recorded, number))
            return file
        }
    }

    /// Waits until a server has all policies in force, and is quiet again.
    func awaitPolicies(_ server: borrowing WaitServer) throws {
        let line = "k8s_wait_policies{state=\"in-force\"} \(TownPolicies.count)\n"
        for _ in 0..<600 {
            let metrics = try ChildProcess.output(
                ["curl", "-q", "-s", "-f", "http://127.0.0.1:\(server.operatorPort)/metrics"], in: workshop)
            if metrics.contains(line) { return try awaitQuiet(server) }
            try pump.run(for: .milliseconds(100))
        }
        throw BenchmarkError("the server did not have all policies in a minute; see \(server.process.log)")
    }

    /// Waits until a server knows the pods and Services, by a review that closes a circle among them.
    func awaitCircles(_ server: borrowing WaitServer) throws {
        let recorded = String(decoding: try readFile(workshop.reviewFile), as: UTF8.self)
        let review = Self.review(recorded, app: "loop", namespace: "bench-0", waits: "looper")
        let webhook = try HTTPSCaller(port: server.webhookPort, trust: trust(), pump: pump)
        for _ in 0..<600 {
            let answer = try webhook.send([
                HTTPSCaller.Call(method: "POST", target: "/mutate", body: Array(review.utf8))
            ])[0]
            if String(decoding: answer.body, as: UTF8.self).contains("bench-0/loop → Service bench-0/looper") {
                return try awaitQuiet(server)
            }
            try pump.run(for: .milliseconds(100))
        }
        throw BenchmarkError("the server did not see the circle in a minute; see \(server.process.log)")
    }

    /// Waits until it has told everybody what it has to say, so that no more than reviews is measured.
    private func awaitQuiet(_ server: borrowing WaitServer) throws {
        for _ in 0..<60 {
            let before = try server.process.cpuSeconds()
            try pump.run(for: .seconds(2))
            if try server.process.cpuSeconds() - before < 0.02 { return }
        }
        throw BenchmarkError("the server is not quiet after two minutes; see \(server.process.log)")
    }

    private func trust() throws -> TLSClientContext {
        try TLSClientContext(trust: .authorities(readFile(Certificates(in: workshop).authority)))
    }

    private static func review(_ recorded: String, _ number: Int) -> String {
        let stack = number / 2
        return review(
            recorded, app: "t0-\(stack)", namespace: number.isMultiple(of: 2) ? "bench-0" : "bench-1",
            waits: "t1-\(stack), t2-\(stack)")
    }

    private static func review(_ recorded: String, app: String, namespace: String, waits: String) -> String {
        recorded.replacing("\"namespace\":\"shop\"", with: "\"namespace\":\"\(namespace)\"")
            .replacing("my-api-57b6f7c45f", with: "\(app)-57b6f7c45f")
            .replacing("\"app\":\"my-api\"", with: "\"app\":\"\(app)\"")
            .replacing("db/postgres, redis", with: waits)
    }
}
