/// One run of wrk, and what it measured.
struct Wrk: Sendable {
    private static let connections = 64

    /// Answers in all.
    let answers: Double
    /// Answers a second.
    let rate: Double
    /// The median time to an answer, in milliseconds.
    let p50: Double
    /// The time that 99 of 100 answers stay within, in milliseconds.
    let p99: Double

    /// Sends the same POST over 64 kept-alive TLS connections for `seconds`, from the processor of clients.
    ///
    /// Throws when there was an answer other than 2xx, or none.
    static func post(
        _ body: String, to url: String, seconds: Int, in workshop: Workshop
    ) throws(BenchmarkError) -> Wrk {
        try run(
            """
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            local file = assert(io.open("\(body)", "rb"))
            wrk.body = file:read("*a")
            file:close()

            """, url, seconds: seconds, in: workshop)
    }

    /// The same with several bodies in turn.
    static func post(
        _ bodies: [String], to url: String, seconds: Int, in workshop: Workshop
    ) throws(BenchmarkError) -> Wrk {
        let list = bodies.map { "\"\($0)\"" }.joined(separator: ", ")
        return try run(
            """
            local requests, next = {}, 0
            function init()
              for index, path in ipairs({\(list)}) do
                local file = assert(io.open(path, "rb"))
                local headers = {["Content-Type"] = "application/json"}
                requests[index] = wrk.format("POST", nil, headers, file:read("*a"))
                file:close()
              end
            end
            function request()
              next = next % #requests + 1
              return requests[next]
            end

            """, url, seconds: seconds, in: workshop)
    }

    private static func run(
        _ commands: String, _ url: String, seconds: Int, in workshop: Workshop
    ) throws(BenchmarkError) -> Wrk {
        let script = workshop.scratch("post.lua")
        try writeFile(script, commands)
        let text = try ChildProcess.output(
            [
                "wrk", "--threads", "1", "--connections", String(connections), "--duration", "\(seconds)s", "--latency",
                "--script", script, url,
            ],
            in: workshop, core: Workshop.clientCore)
        return try Wrk(reading: text)
    }

    private init(reading text: String) throws(BenchmarkError) {
        guard !text.contains("Non-2xx"), !text.contains("Socket errors") else {
            throw BenchmarkError("wrk had failures: \(text)")
        }
        var rate: Double?
        var answers: Double?
        var latencies: [Substring: Double] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count > 2, words[1] == "requests", words[2] == "in" { answers = Double(words[0]) }
            guard words.count == 2 else { continue }
            if words[0] == "Requests/sec:" { rate = Double(words[1]) }
            if words[0].hasSuffix("%") { latencies[words[0]] = Wrk.milliseconds(words[1]) }
        }
        guard let rate, let answers, let p50 = latencies["50%"], let p99 = latencies["99%"] else {
            throw BenchmarkError("wrk printed something unexpected: \(text)")
        }
        self.answers = answers
        self.rate = rate
        self.p50 = p50
        self.p99 = p99
    }

    private static func milliseconds(_ text: Substring) -> Double? {
        if text.hasSuffix("us") { return Double(text.dropLast(2)).map { $0 / 1000 } }
        if text.hasSuffix("ms") { return Double(text.dropLast(2)) }
        if text.hasSuffix("s") { return Double(text.dropLast()).map { $0 * 1000 } }
        return nil
    }
}
