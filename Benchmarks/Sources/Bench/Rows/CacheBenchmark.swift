import JSONText
import LoadTestKit
import Posix

/// What 100,000 pods cost the real server: memory for each, and the time of the first list, against curl that reads the
/// same pages and keeps nothing.
struct CacheBenchmark {
    private static let pods = 100_000
    private static let rounds = 3
    /// Which pods are waited for: all.
    private static let selector = "app=my-api"
    /// As many pods to a page as the server asks for.
    private static let page = 500

    private let workshop: Workshop

    /// The benchmark with the binaries of `workshop`.
    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    /// Measures a fresh server and curl in turn, and compares the medians.
    func run() throws -> [Figure] {
        let pod = try podTemplate()
        var rounds: [Round] = []
        for number in 1...Self.rounds {
            say("cache: \(Self.pods) pods, round \(number) of \(Self.rounds)")
            rounds.append(try measure(pod, isServerFirst: number % 2 == 1))
        }
        return [
            Figure(
                name: "cache", value: median(rounds.map(\.memory)) / Double(Self.pods), unit: "B/pod",
                reference: median(rounds.map(\.bytes)) / Double(Self.pods), comparison: "its JSON",
                goal: .valueAtMost(500)),
            Figure(
                name: "cache-list", value: median(rounds.map(\.list)), unit: "s", reference: median(rounds.map(\.curl)),
                comparison: "curl, the same pages", goal: .ratioAtMost(2)),
        ]
    }

    /// What one round showed: bytes, and seconds.
    private struct Round {
        /// What the server's memory has grown by.
        var memory = 0.0
        /// From the question to the first verdict.
        var list = 0.0
        /// What curl took.
        var curl = 0.0
        /// What curl read.
        var bytes = 0.0
    }

    private func measure(_ pod: String, isServerFirst: Bool) throws -> Round {
        // Who looks for circles watches all pods from the beginning.
        let stage = try Stage(in: workshop, options: ["--circles=off"])
        try stage.api.copy(pod, Self.pods)
        var round = Round()
        if isServerFirst { try list(stage, &round) }
        // Asked for only now: pages of a version that has been written over since cost the API server far more.
        (round.curl, round.bytes) = try read(try pages(stage.api), from: stage)
        if !isServerFirst { try list(stage, &round) }
        return round
    }

    /// Lets a pod wait that makes the server list all pods; another has made it list none before, so that what every
    /// first wait costs is not taken for the pods'.
    private func list(_ stage: Stage, _ round: inout Round) throws {
        let minimum = "min=\(Self.pods + 1)"
        let waiters = try stage.makePods(
            [["pod/\(Cluster.namespace)/(app=nothing)"], ["pod/\(Cluster.namespace)/(\(Self.selector)) \(minimum)"]],
            prefix: "waiting")
        _ = try stage.openStreams([waiters[0]])
        try stage.pump.run(for: .seconds(2))
        let before = try stage.server.process.residentBytes()
        let begun = MonotonicTime.now()
        let stream = try stage.openStreams([waiters[1]])[0]
        try stage.pump.run(within: .seconds(120), "the verdict on all pods; the newest is: \(stream.message)") {
            stream.message.contains("\(Self.pods) of \(Self.pods) ")
        }
        round.list = Double(MonotonicTime.now().nanoseconds - begun.nanoseconds) / 1e9
        try stage.pump.run(for: .seconds(3))
        round.memory = try stage.server.process.residentBytes() - before
    }

    /// The time in which curl reads the pages over one connection, and how many bytes they have.
    private func read(_ pages: [String], from stage: Stage) throws -> (seconds: Double, bytes: Double) {
        let options = """
            silent
            fail
            http1.1
            cacert = "\(stage.cluster.authority)"
            user-agent = "k8s-wait"
            write-out = "%{time_total} %{size_download}\\n"

            """
        let transfers = pages.map { page in
            "url = \"https://localhost:\(stage.cluster.port)\(page)\"\noutput = \"/dev/null\"\n"
        }
        let file = workshop.scratch("pages.curl")
        try writeFile(file, options + transfers.joined())
        let text = try ChildProcess.output(["curl", "-q", "--config", file], in: workshop)
        let rows = text.split(separator: "\n").map { $0.split(separator: " ").compactMap { Double($0) } }
        guard rows.count == pages.count, rows.allSatisfy({ $0.count == 2 }) else {
            throw BenchmarkError("curl did not read \(pages.count) pages: \(text.prefix(500))")
        }
        return (rows.reduce(0) { $0 + $1[0] }, rows.reduce(0) { $0 + $1[1] })
    }

    /// The paths of the list's pages. Nothing is written while they are read, so that they stay valid.
    private func pages(_ api: HTTPSCaller) throws -> [String] {
        let first =
            "/api/v1/namespaces/\(Cluster.namespace)/pods?labelSelector=app%3Dmy-api&limit=\(Self.page)"
        var pages = [first]
        while let token = try continueToken(api.send([HTTPSCaller.Call(target: pages[pages.count - 1])])[0].body) {
            pages.append("\(first)&continue=\(token)")
        }
        return pages
    }

    /// The token of the next page, which is base64url and so needs no encoding; nil on the last.
    private func continueToken(_ body: [UInt8]) throws -> String? {
        var reader = JSONReader(body.span)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "metadata") else { continue }
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if key.isEqual(to: "continue") { return try reader.readString() }
            }
            return nil
        }
        return nil
    }

    /// The recorded pod of a Deployment, made one of many.
    private func podTemplate() throws -> String {
        let name = "my-api-96fc676c6-555wv"
        let list = try readFile(workshop.podsFile)
        var reader = JSONReader(list.span)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "items") else { continue }
            try reader.beginArray()
            while try reader.nextElement() {
                let item = String(decoding: list[try reader.skipValue()], as: UTF8.self)
                guard item.contains("\"\(name)\"") else { continue }
                return #"{"kind":"Pod","apiVersion":"v1",\#(item.dropFirst())"#
                    .replacing(name, with: "my-api-96fc676c6-%N")
                    .replacing("\"namespace\": \"shop\"", with: "\"namespace\": \"\(Cluster.namespace)\"")
            }
        }
        throw BenchmarkError("there is no pod \(name) in \(workshop.podsFile)")
    }
}
