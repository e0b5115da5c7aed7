import LoadTestKit
import Posix
import StatusAPI
import TLS

/// The fake API server and the product's server, each a process, with what the benchmarks need to speak to both.
final class Stage {
    /// The fake API server.
    let cluster: FakeAPIServer
    /// The product's server.
    let server: WaitServer
    /// Moves the bytes of all connections of this stage.
    let pump: Pump
    /// Speaks to the fake API server.
    let api: HTTPSCaller
    /// Speaks to the status server.
    private let status: HTTPSCaller
    private let trust: TLSClientContext
    private var podsMade = 0

    /// Starts both, the server with these options too, and with the namespace of the benchmarks in place.
    init(in workshop: Workshop, options: [String] = []) throws {
        let certificates = try Certificates(in: workshop)
        trust = try TLSClientContext(trust: .authorities(readFile(certificates.authority)))
        cluster = try FakeAPIServer.start(in: workshop)
        server = try WaitServer.start(
            in: workshop, certificates: certificates, kubeconfig: cluster.kubeconfig, options: options)
        pump = try Pump()
        api = try HTTPSCaller(port: cluster.port, trust: cluster.trust, pump: pump)
        status = try HTTPSCaller(port: server.statusPort, trust: trust, pump: pump)
        try api.store([Cluster.namespaceObject])
    }

    /// Sends a request that changes one object, and returns when the API server wrote that change into a watch.
    func write(_ call: HTTPSCaller.Call, of resource: String) throws -> MonotonicTime {
        let version = try api.newestVersion()
        try api.send([call])
        for _ in 0..<100 {
            if let moment = try api.writes(after: version).first(where: { $0.resource == resource })?.written {
                return moment
            }
            try pump.run(for: .milliseconds(10))
        }
        throw BenchmarkError("the API server did not write a change of \(resource) into a watch within a second")
    }

    /// Makes pods that wait for `services` in turn, and returns who they are once the server knows the last of them.
    ///
    /// `state` is what their dependencies are in.
    func makePods(
        _ count: Int, waitingFor services: [String], prefix: String, state: String = "waiting"
    ) throws -> [WaitRequest] {
        let pods = try makePods(
            (0..<count).map { ["service/\(Cluster.namespace)/\(services[$0 % services.count])"] }, prefix: prefix)
        if let last = pods.last { try awaitState(state, of: last) }
        return pods
    }

    /// Makes a pod for each of these lists of dependencies, and returns who they are.
    func makePods(_ questions: [[String]], prefix: String) throws -> [WaitRequest] {
        let pods = questions.indices.map { index in
            podsMade += 1
            return Cluster.identity("\(prefix)-\(index)", number: podsMade)
        }
        try api.store(zip(pods, questions).map { Cluster.pod($0, waitingForAll: $1) })
        return pods
    }

    /// Asks the server about a pod until it answers that its dependency is in `state`.
    func awaitState(_ state: String, of pod: WaitRequest) throws {
        for _ in 0..<400 {
            let answer = try status.send([Stage.statusCall(of: pod)], accepting: { _ in true })
            if String(decoding: answer[0].body, as: UTF8.self).contains(#""state":"\#(state)""#) { return }
            try pump.run(for: .milliseconds(25))
        }
        throw BenchmarkError("the server did not see \(pod.pod) as \(state) in 10 seconds; see \(server.process.log)")
    }

    /// Opens a stream for each pod, from an address of its own, and returns when the server has told all of them what
    /// they wait for.
    func openStreams(_ pods: [WaitRequest]) throws -> [WaitStream] {
        var streams: [WaitStream] = []
        var firstUnsettled = 0
        for (index, pod) in pods.enumerated() {
            let stream = try openStream(pod, number: index)
            streams.append(stream)
            try pump.run(within: .seconds(30), "the first verdict of stream \(firstUnsettled)") {
                while firstUnsettled < streams.count, streams[firstUnsettled].state != .asked { firstUnsettled += 1 }
                // So many handshakes are under way at once; more would only queue in the kernel.
                return streams.count - firstUnsettled < 64
            }
        }
        try awaitAll(streams, "waiting") { $0 == .waiting }
        return streams
    }

    /// Asks again on each stream that has been released, on a new connection where the old one has been closed.
    func askAgain(_ streams: [WaitStream], _ pods: [WaitRequest]) throws -> [WaitStream] {
        try pump.run(for: .milliseconds(50))
        var renewed: [WaitStream] = []
        for (index, stream) in streams.enumerated() {
            if stream.connection.isClosed {
                renewed.append(try openStream(pods[index], number: index))
            } else {
                try stream.ask(pump)
                renewed.append(stream)
            }
        }
        try awaitAll(renewed, "waiting") { $0 == .waiting }
        return renewed
    }

    /// Serves all connections until the state of every stream passes `test`; throws when a stream has failed.
    func awaitAll(_ streams: [WaitStream], _ what: String, _ test: (WaitStream.State) -> Bool) throws {
        var next = 0
        try pump.run(within: .seconds(60), "stream \(next) of \(streams.count) \(what)") {
            while next < streams.count {
                if case .failed = streams[next].state { return true }
                guard test(streams[next].state) else { return false }
                next += 1
            }
            return true
        }
        if next < streams.count { throw BenchmarkError("stream \(next): \(streams[next].state)") }
    }

    /// A connection of its own to the fake API server.
    func connectToCluster() throws -> HTTPSCaller {
        try HTTPSCaller(port: cluster.port, trust: cluster.trust, pump: pump)
    }

    /// The question of one pod, to be answered at once.
    static func statusCall(of pod: WaitRequest) -> HTTPSCaller.Call {
        HTTPSCaller.Call(
            target: "\(WaitRequest.statusPath)?namespace=\(pod.namespace)&pod=\(pod.pod)&uid=\(pod.uid)")
    }

    private func openStream(_ pod: WaitRequest, number: Int) throws -> WaitStream {
        let source = "127.\(1 + number / 62_500).\(number / 250 % 250).\(1 + number % 250)"
        let connection = try LoadConnection(port: server.statusPort, source: source, trust: trust)
        let stream = WaitStream(pod: pod, connection: connection, port: server.statusPort)
        try pump.add(connection)
        try stream.ask(pump)
        return stream
    }
}
