import KubernetesTestKit
import Testing

@Suite("Faults on demand, and counters")
struct FaultTests {
    @Test("a fault strikes the requests that it is for, as often as it says")
    func times() async throws {
        let cluster = try TestCluster.make()
        cluster.add(Fault(.status(429, retryAfter: 3), verb: "list", resource: "pods", times: 2))
        #expect(try await cluster.send("GET", "/api/v1/services").status == 200)
        #expect(try await cluster.send("GET", "/api/v1/pods/x").status != 429)
        for _ in 0..<2 {
            let answer = try await cluster.answer(APIRequest("GET", "/api/v1/pods"))
            #expect(answer.status == 429)
            #expect(answer.headers.map(\.name) == ["Retry-After"] && answer.headers.map(\.value) == ["3"])
        }
        #expect(try await cluster.send("GET", "/api/v1/pods").status == 200)
    }

    @Test("a fault without a number strikes until it is taken back", arguments: [500, 503, 504, 410])
    func lasting(_ code: Int) async throws {
        let cluster = try TestCluster.make()
        cluster.add(Fault(.status(code, retryAfter: nil)))
        for _ in 0..<3 { #expect(try await cluster.send("GET", "/api/v1/pods").status == code) }
        cluster.removeFaults()
        #expect(try await cluster.send("GET", "/api/v1/pods").status == 200)
    }

    @Test("too old: a 410 for a list, an ERROR event for a watch")
    func gone() async throws {
        let cluster = try TestCluster.make()
        cluster.add(Fault(.gone, resource: "pods", times: 2))
        #expect(try await cluster.send("GET", "/api/v1/pods").status == 410)
        let watch = try await cluster.watch("/api/v1/pods?watch=true&resourceVersion=\(cluster.resourceVersion)")
        #expect(try watch.events().map { $0.object["code"] } == [410])
        #expect(watch.queue.take() == .end)
        #expect(cluster.watchCount() == 0)
    }

    @Test("silence and a closed connection")
    func noAnswer() async throws {
        let cluster = try TestCluster.make()
        cluster.add(Fault(.silence, resource: "pods", times: 1))
        cluster.add(Fault(.hangUp, resource: "pods", times: 1))
        guard case .silence = await cluster.handle(APIRequest("GET", "/api/v1/pods")) else {
            Issue.record("it was answered")
            return
        }
        guard case .hangUp = await cluster.handle(APIRequest("GET", "/api/v1/pods")) else {
            Issue.record("it was answered")
            return
        }
    }

    @Test("requests are counted by verb and resource, and what was allowed is remembered")
    func counters() async throws {
        let web = UserInfo.serviceAccount("web", in: "shop")
        let cluster = try TestCluster.make { options in
            options.authorizer = { $0.user.isMaster || ($0.verb == "list" && $0.resource == "pods") }
        }
        #expect(try await cluster.send("GET", "/api/v1/pods", user: web).status == 200)
        #expect(try await cluster.send("GET", "/api/v1/pods", user: web).status == 200)
        #expect(try await cluster.send("GET", "/api/v1/namespaces/shop/pods/a/status", user: web).status == 403)
        #expect(try await cluster.send("GET", "/version", user: web).status == 200)
        #expect(try await cluster.send("GET", "/metrics", user: web).status == 403)
        let access = cluster.access
        #expect(access.count("list", "pods") == 2)
        #expect(access.count("get", "pods/status") == 1)
        #expect(access.count("get", "/version") == 1)
        #expect(access.used.map(\.verb) == ["list"])
        cluster.resetAccess()
        #expect(cluster.access.count() == 0)
    }

    @Test("access reviews ask the same authorizer")
    func accessReview() async throws {
        let cluster = try TestCluster.make()
        let body: JSONValue = ["spec": ["resourceAttributes": ["verb": "get", "resource": "pods"]]]
        let path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
        #expect(try await cluster.send("POST", path, body).body.at("status", "allowed") == true)
    }
}
