import KubernetesClient
import Testing

/// A body that is wanted whole, and the writer that fills the pipe.
@Suite struct StreamPipeTests {
    /// A pipe in which four bytes may lie unread, and what it asks of its writer.
    private static func pipe() -> (pipe: StreamPipe, demands: AsyncStream<StreamPipe.Demand>) {
        let (demands, continuation) = AsyncStream.makeStream(of: StreamPipe.Demand.self)
        let pipe = StreamPipe(limit: 4) { continuation.yield($0) }
        return (pipe, demands)
    }

    private static func write(_ text: String, to pipe: StreamPipe) -> Bool {
        var text = text
        return text.withUTF8 { pipe.write($0) }
    }

    @Test func aBodyThatIsWantedWholeIsNeverRefused() async throws {
        let (pipe, demands) = Self.pipe()
        let stream = APIStream(pipe)
        #expect(Self.write("abcd", to: pipe))
        #expect(!Self.write("efgh", to: pipe), "four bytes lie unread, and nobody has said that all are wanted")
        async let body = stream.collect(limit: 100)
        for await demand in demands {
            #expect(demand == .resume)
            break
        }
        #expect(Self.write("efgh", to: pipe))
        #expect(Self.write("ijkl", to: pipe))
        pipe.finish(.success(()))
        #expect(try await body == Array("abcdefghijkl".utf8))
    }

    @Test func aBodyThatIsTooLongIsAnErrorBeforeItsEnd() async throws {
        let (pipe, demands) = Self.pipe()
        let stream = APIStream(pipe)
        #expect(Self.write("abcd", to: pipe))
        #expect(!Self.write("efgh", to: pipe))
        let body = Task { try await stream.collect(limit: 6) }
        for await _ in demands { break }
        #expect(Self.write("efgh", to: pipe))
        await #expect(throws: KubernetesError.self) { try await body.value }
    }

    @Test func aBodyThatFailsIsAnErrorThoughMuchHasArrived() async throws {
        let (pipe, _) = Self.pipe()
        let stream = APIStream(pipe)
        #expect(Self.write("abcd", to: pipe))
        pipe.finish(.failure(KubernetesError(.connection, "the connection was cut")))
        await #expect(throws: KubernetesError.self) { try await stream.collect(limit: 100) }
    }
}
