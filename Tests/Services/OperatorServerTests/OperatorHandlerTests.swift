import EventLoop
import Locking
import Metrics
import OperatorServer
import ServerTestKit
import Testing

@Suite(.timeLimit(.minutes(5))) struct OperatorHandlerTests {
    @Test func showsMetricsInPrometheusFormat() async throws {
        let metrics = MetricsRegistry()
        metrics.counter("things_total", help: "Things.").increment(by: 3)
        try await serve(metrics: metrics) { server in
            let answer = try await server.exchange(Self.get("/metrics"))
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
            let body = "# HELP things_total Things.\n# TYPE things_total counter\nthings_total 3\n"
            #expect(answer.hasSuffix("\r\n\r\n" + body))
        }
    }

    @Test func isReadyOnceEveryCheckPasses() async throws {
        let obstacle = Locked<String?>("the API server is away")
        let checks = ReadinessChecks([
            .init("serving") { nil },
            .init("gated-pods", once: true) { obstacle.withLock { $0 } },
        ])
        try await serve(checks: checks) { server in
            let before = try await server.exchange(Self.get("/readyz"))
            #expect(before.hasPrefix("HTTP/1.1 503 "))
            #expect(before.hasSuffix("[+]serving ok\n[-]gated-pods: the API server is away\nnot ok\n"))

            obstacle.withLock { $0 = nil }
            let after = try await server.exchange(Self.get("/readyz"))
            #expect(after.hasPrefix("HTTP/1.1 200 "))
            #expect(after.hasSuffix("[+]serving ok\n[+]gated-pods ok\nok\n"))

            obstacle.withLock { $0 = "away again" }
            let later = try await server.exchange(Self.get("/readyz"))
            #expect(later.hasPrefix("HTTP/1.1 200 "), "a check that is needed once stays passed")
        }
    }

    @Test func isHealthyWhileItsLoopsTurn() async throws {
        let loop = try EventLoop.start(name: "probed")
        try await serve(loops: [loop]) { server in
            // On a machine that has stood still the loop has not turned for too long, until it does.
            var answer = ""
            repeat { answer = try await server.exchange(Self.get("/healthz")) } while answer.hasPrefix("HTTP/1.1 503 ")
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            #expect(answer.hasSuffix("ok\n"))
        }
        loop.stop()
    }

    @Test(arguments: [
        ("another path", "GET /mutate HTTP/1.1", "404"),
        ("another method", "DELETE /metrics HTTP/1.1", "405"),
        ("a body", "GET /metrics HTTP/1.1\r\nContent-Length: 5", "413"),
    ])
    func refuses(what: String, head: String, status: String) async throws {
        try await serve { server in
            let answer = try await server.exchange("\(head)\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(what)")
        }
    }

    @Test func processMetricsAreThere() async throws {
        let metrics = MetricsRegistry()
        ProcessMetrics.register(in: metrics)
        let text = String(decoding: metrics.render(), as: UTF8.self)
        for name in [
            "process_cpu_seconds_total", "process_resident_memory_bytes", "process_virtual_memory_bytes",
            "process_threads", "process_open_fds", "process_max_fds", "process_start_time_seconds",
        ] {
            let line = text.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
            let value = line.flatMap { Double($0.dropFirst(name.count + 1)) }
            #expect((value ?? 0) > 0, "\(name)")
        }
    }

    private func serve(
        metrics: MetricsRegistry = MetricsRegistry(), checks: ReadinessChecks = ReadinessChecks([]),
        loops: [EventLoop] = [], _ body: (TestServer) async throws -> Void
    ) async throws {
        let handler = OperatorHandler(metrics: metrics, readiness: checks, loops: loops)
        try await TestServer.run(.plain, handler: handler, body)
    }

    private static func get(_ path: String) -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    }
}
