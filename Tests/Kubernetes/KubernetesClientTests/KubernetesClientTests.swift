import Testing

@testable import KubernetesClient

@Suite("KubernetesClient")
struct KubernetesClientTests {
    @Test("a 401 is tried once more with credentials that were read again")
    func unauthorizedOnce() async throws {
        let transport = ScriptedTransport([.init(status: 401), .init(body: Array("{}".utf8))])
        let response = try await KubernetesClient(transport: transport).send(
            APIRequest(.get, "/api/v1/namespaces/shop/pods/web"), to: "read Pod shop/web")
        #expect(response.status == 200 && response.body == Array("{}".utf8))
        #expect(transport.requests.map(\.rereadsCredentials) == [false, true])
    }

    @Test("a second 401 is the answer")
    func unauthorizedTwice() async throws {
        let transport = ScriptedTransport([.init(status: 401), .init(status: 401), .init()])
        let error = await #expect(throws: KubernetesError.self) {
            try await KubernetesClient(transport: transport).send(APIRequest(.get, "/x"), to: "read x")
        }
        #expect(error?.code == .unauthorized)
        #expect(error?.message == "cannot read x: HTTP 401")
        #expect(transport.requests.count == 2)
    }

    @Test("retryAfterSeconds comes from the header, else from the Status")
    func retryAfter() async throws {
        let body = Array(#"{"kind":"Status","code":429,"details":{"retryAfterSeconds":3}}"#.utf8)
        let transport = ScriptedTransport([
            .init(status: 429, fields: [.init(name: "Retry-After", value: "5")], body: body),
            .init(status: 429, body: body),
        ])
        let client = KubernetesClient(transport: transport)
        for seconds in [5, 3] {
            let error = await #expect(throws: KubernetesError.self) {
                try await client.send(APIRequest(.post, "/x", body: []), to: "try")
            }
            #expect(error?.retryAfterSeconds == seconds && error?.code == .tooManyRequests)
        }
    }

    @Test("an answer over the limit is an error, not memory")
    func bodyLimit() async {
        let transport = ScriptedTransport([.init(body: [UInt8](repeating: 0x20, count: 101))])
        let error = await #expect(throws: KubernetesError.self) {
            try await KubernetesClient(transport: transport).send(APIRequest(.get, "/x", bodyLimit: 100), to: "try")
        }
        #expect(error?.code == .tooLarge)
    }

    @Test("a reader that is cancelled comes back, and the request ends")
    func cancellation() async {
        let transport = ScriptedTransport([])
        let task = Task {
            await #expect(throws: KubernetesError.self) {
                try await KubernetesClient(transport: transport).send(APIRequest(.get, "/x"), to: "try")
            }
        }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        #expect(transport.demands == [.cancel])
    }

    @Test("the API server's words are cut and kept to one line, since they go into logs and to pods")
    func longWords() throws {
        let words = "no\\n" + String(repeating: "é", count: 5000)
        let body = Array(#"{"kind":"Status","code":403,"reason":"Forbidden","message":"\#(words)"}"#.utf8)
        let response = APIResponse(head: APIResponseHead(status: 403), body: body)
        let error = try #require(KubernetesError(response: response, doing: "list pods"))
        #expect(error.message.hasPrefix("cannot list pods: no?éé"))
        #expect(error.message.hasSuffix("..."))
        #expect(error.message.count < 1100)
    }

    @Test("a pipe takes a bounded number of bytes, and asks for more once they were read")
    func backPressure() async throws {
        let (demands, continuation) = AsyncStream.makeStream(of: StreamPipe.Demand.self)
        let pipe = StreamPipe(limit: 1000) { continuation.yield($0) }
        let stream = APIStream(pipe)
        let chunk = [UInt8](repeating: 1, count: 600)
        func write() -> Bool { chunk.withUnsafeBufferPointer { pipe.write($0) } }
        #expect(write())
        #expect(write())
        #expect(!write())
        #expect(try await stream.next() == .bytes([UInt8](repeating: 1, count: 1200)))
        for await demand in demands {
            #expect(demand == .resume)
            break
        }
        #expect(write())
        pipe.finish(.success(()))
        #expect(try await stream.next() == .bytes(chunk))
        #expect(try await stream.next() == .end)
    }
}
