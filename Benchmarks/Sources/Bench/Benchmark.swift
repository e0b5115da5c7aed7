/// A row of the table in docs/benchmarks.md.
enum Benchmark: String, CaseIterable, Sendable {
    case admission
    case release
    case streamMemory = "stream-memory"
    case apiRequests = "api-requests"
    case client
    case json
    case event
    case cache
    case policies

    /// What it measures, in one line.
    var summary: String {
        switch self {
        case .admission: "admissions a second on one core over TLS, against nginx answering the same requests"
        case .release: "from the write of an event to the receipt of the release, 1,000 streams of 2,000"
        case .streamMemory: "server memory for each waiting TLS stream"
        case .apiRequests: "requests to the API server with 1,000 waiting streams, against one"
        case .client: "size, peak memory and CPU of the init container, against curl"
        case .json: "one recorded review to its wanted fields, against FoundationEssentials"
        case .event: "one event while 10 to 100,000 dependencies are waited for that it does not concern"
        case .policies: "CPU of an admission under 1,000 policies in a big cluster, against none of both"
        case .cache: "100,000 pods: memory for each, and the first list, against curl reading the same pages"
        }
    }

    /// Measures, and returns the rows to print.
    func run(in workshop: Workshop) throws -> [Figure] {
        switch self {
        case .admission: try AdmissionBenchmark(workshop).run()
        case .release: try ReleaseBenchmark(workshop).run()
        case .streamMemory: try StreamMemoryBenchmark(workshop).run()
        case .apiRequests: try APIRequestsBenchmark(workshop).run()
        case .client: try ClientBenchmark(workshop).run()
        case .json: try JSONBenchmark(workshop).run()
        case .event: try EventBenchmark().run()
        case .cache: try CacheBenchmark(workshop).run()
        case .policies: try PoliciesBenchmark(workshop).run()
        }
    }
}
