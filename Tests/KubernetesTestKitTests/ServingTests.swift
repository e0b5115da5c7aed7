import HTTP1
import HTTPServer
import KubernetesTestKit
import Posix
import ServerTestKit
import TLS
import Testing

@Suite("The API server over HTTP and TLS", .timeLimit(.minutes(5)))
struct ServingTests {
    @Test("answers over TLS, verified by its own authority, and in clear", arguments: [true, false])
    func answers(_ usesTLS: Bool) async throws {
        try await Self.run {
            $0.usesTLS = usesTLS
        } body: { server in
            let client = try await Self.connect(server)
            try await client.send("GET /version HTTP/1.1\r\nHost: a\r\nUser-Agent: curl/8\r\n\r\n")
            let answer = try await client.readAnswer()
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("\"gitVersion\": \"v1.36.2\""))
            let pod = #"{"metadata":{"name":"a"},"spec":{"containers":[]}}"#
            try await client.send(
                "POST /api/v1/namespaces/default/pods HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(pod.utf8.count)\r\n\r\n\(pod)")
            #expect(try await client.readAnswer().hasPrefix("HTTP/1.1 201 Created\r\n"))
        }
    }

    @Test("tokens, and a master who acts for another")
    func tokens() async throws {
        try await Self.run { settings in
            settings.tokens = ["good": .admin, "web": .serviceAccount("web", in: "shop")]
        } body: { server in
            let cases: [(fields: String, status: String)] = [
                ("", "401"), ("Authorization: Bearer bad\r\n", "401"), ("Authorization: Basic good\r\n", "401"),
                ("Authorization: Bearer good\r\n", "200"), ("Authorization: Bearer web\r\n", "403"),
                ("Authorization: Bearer good\r\nImpersonate-User: nobody\r\n", "403"),
                (
                    "Authorization: Bearer web\r\nImpersonate-User: admin\r\nImpersonate-Group: system:masters\r\n",
                    "403"
                ),
            ]
            let client = try await Self.connect(server)
            for each in cases {
                try await client.send("GET /api/v1/pods HTTP/1.1\r\nHost: a\r\n\(each.fields)\r\n")
                #expect(try await client.readAnswer().hasPrefix("HTTP/1.1 \(each.status)"), "\(each.fields)")
            }
        }
    }

    @Test("a watch streams one line an event, and ends when told to")
    func watch() async throws {
        try await Self.run { server in
            let client = try await Self.watch(server)
            try server.cluster.put(StorageTests.config("a"))
            #expect(try await client.read(until: "}\n").contains("{\"type\":\"ADDED\""))
            server.cluster.remove("configmaps", "a", namespace: "shop")
            #expect(try await client.read(until: "}\n").contains("\"type\":\"DELETED\""))
            server.cluster.strikeWatches(.end)
            #expect(try await client.read(until: "0\r\n\r\n").hasSuffix("\r\n0\r\n\r\n"))
            #expect(server.cluster.writes(after: 0).suffix(2).allSatisfy { $0.written != nil })
        }
    }

    @Test("bookmarks come by themselves, and timeoutSeconds ends the watch")
    func bookmarks() async throws {
        try await Self.run {
            $0.bookmarkInterval = .milliseconds(20)
        } body: { server in
            let client = try await Self.watch(server, "&allowWatchBookmarks=true&timeoutSeconds=3600")
            for _ in 0..<3 { _ = try await client.read(until: "\"type\":\"BOOKMARK\"") }
            let short = try await Self.watch(server, "&timeoutSeconds=1")
            _ = try await short.read(until: "0\r\n\r\n")
        }
    }

    @Test("a watch that is dropped ends without its last chunk, in the middle of a line if asked for")
    func droppedWatch() async throws {
        for (fault, end) in [(WatchFault.drop, "}\n\r\n"), (.dropMidLine, "\"object\":{\"kind\":\r\n")] {
            try await Self.run { server in
                let client = try await Self.watch(server)
                try server.cluster.put(StorageTests.config("a"))
                _ = try await client.read(until: "\"type\":\"ADDED\"")
                server.cluster.strikeWatches(fault)
                let rest = (try? await client.readToEnd()) ?? ""
                #expect(rest.hasSuffix(end), "\(rest.suffix(60))")
            }
        }
    }

    @Test("a peer that goes away is forgotten")
    func goneWatch() async throws {
        try await Self.run { server in
            let client = try await Self.watch(server)
            #expect(server.cluster.watchCount("configmaps") == 1)
            try await client.close()
            try await eventually { server.cluster.watchCount() == 0 }
        }
    }

    @Test("faults: a closed connection, and silence until the server goes")
    func faults() async throws {
        try await Self.run { server in
            server.cluster.add(Fault(.hangUp, resource: "pods", times: 1))
            let first = try await Self.connect(server)
            try await first.send("GET /api/v1/pods HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(((try? await first.readToEnd()) ?? "").contains("PodList") == false)
            server.cluster.add(Fault(.silence, resource: "pods", times: 1))
            let second = try await Self.connect(server)
            try await second.send("GET /api/v1/pods HTTP/1.1\r\nHost: a\r\n\r\n")
            try await eventually { server.cluster.access.count("list", "pods") == 2 }
            let third = try await Self.connect(server)
            try await third.send("GET /api/v1/pods HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await third.readAnswer().contains("PodList"))
            await server.refuseConnections()
            #expect(((try? await second.readToEnd()) ?? "").contains("PodList") == false)
        }
    }

    @Test("it can refuse connections and come back on the same port with all it knew")
    func restart() async throws {
        try await Self.run { server in
            try server.cluster.put(StorageTests.config("a"))
            let watch = try await Self.watch(server)
            await server.refuseConnections()
            _ = try? await watch.readToEnd()
            await #expect(throws: (any Error).self) { try await Self.connect(server) }
            try server.acceptConnections()
            let client = try await Self.connect(server)
            try await client.send("GET /api/v1/namespaces/shop/configmaps/a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.readAnswer().hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test("faults, counters and objects by requests below /fake/")
    func control() async throws {
        try await Self.run { server in
            let client = try await Self.connect(server)
            func send(_ method: String, _ path: String, _ body: String = "") async throws -> JSONValue {
                try await client.send(
                    "\(method) \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
                let answer = try await client.readAnswer()
                return try JSONValue(
                    json: answer.split(separator: "\r\n\r\n", maxSplits: 1).last.map(String.init) ?? "")
            }
            _ = try await send("POST", "/fake/faults", #"{"action":"status","code":500,"resource":"pods","times":1}"#)
            #expect(try await send("GET", "/api/v1/pods")["code"] == 500)
            let objects = (0..<3).map { StorageTests.config("c\($0)").text }.joined(separator: ",")
            _ = try await send("POST", "/fake/objects", "[\(objects)]")
            #expect(server.cluster.object("configmaps", "c2", namespace: "shop") != nil)
            let counted = try await send("GET", "/fake/requests")
            #expect(counted["total"] == 1)
            #expect(counted["requests"]?.array?.first?["resource"] == "pods")
            let writes = try await send("GET", "/fake/writes?after=0")["writes"]?.array ?? []
            #expect(writes.last?["object"] == "shop/c2")
            #expect(try await send("POST", "/fake/watches", #"{"fault":"drop"}"#)["watches"] == 0)
            #expect(try await send("POST", "/fake/history", #"{"forget":"watches"}"#)["done"] == true)
            for (path, body) in [
                ("watches", "{}"), ("history", "{}"), ("faults", #"{"action":"status","code":200}"#),
                ("faults", #"{"action":"x"}"#), ("services", #"{"a/b":"nowhere"}"#),
            ] {
                #expect(try await send("POST", "/fake/\(path)", body)["code"] == 400, "\(path) \(body)")
            }
            #expect(try await send("GET", "/fake/nothing")["code"] == 404)
        }
    }

    // MARK: Parts

    static func run(
        _ change: (inout APIServerSettings) -> Void = { _ in }, body: (FakeAPIServer) async throws -> Void
    ) async throws {
        var settings = APIServerSettings()
        change(&settings)
        let server = try FakeAPIServer.start(settings)
        do {
            try await body(server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    static func connect(_ server: FakeAPIServer) async throws -> RawClient {
        let tls = try server.identity.map { try TLSClientContext(trust: .authorities($0.authority)) }
        return try await RawClient.connect(to: server.address, tls: tls)
    }

    /// A client whose watch of all ConfigMaps has begun.
    static func watch(_ server: FakeAPIServer, _ parameters: String = "") async throws -> RawClient {
        let client = try await connect(server)
        let version = server.cluster.resourceVersion
        try await client.send(
            "GET /api/v1/configmaps?watch=true&resourceVersion=\(version)\(parameters) HTTP/1.1\r\nHost: a\r\n\r\n")
        let head = try await client.read(until: "\r\n\r\n")
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.lowercased().contains("transfer-encoding: chunked"))
        return client
    }
}
