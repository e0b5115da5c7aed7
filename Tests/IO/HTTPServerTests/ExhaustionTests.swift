import Glibc
import HTTPServer
import Posix
import ServerTestKit
import Testing

@Suite("Exhaustion", .timeLimit(.minutes(5)))
struct ExhaustionTests {
    @Test("out of descriptors: peers are turned away at once, it is told once, and service resumes")
    func descriptors() async {
        // In a process of its own, since the limit is the whole process's.
        await #expect(processExitsWith: .success) {
            let server = try TestServer(.plain, loops: 1, handler: EchoHandler())
            // Its descriptors, both ends, must be closed before they are counted.
            let before = try await server.connect()
            try await before.send("GET /x HTTP/1.0\r\n\r\n")
            #expect(try await before.readToEnd().hasSuffix("GET /x 0\n"))
            try await before.close()
            await server.log.wait { if case .closed = $0 { true } else { false } }
            var limit = rlimit(rlim_cur: 128, rlim_max: 128)
            #expect(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
            var fillers: [Int32] = []
            while case let number = open("/dev/null", O_RDONLY), number >= 0 { fillers.append(number) }
            // One is left: the client's end takes it, and the server's end finds none.
            close(fillers.removeLast())
            for _ in 0..<3 {
                let client = try await RawClient.connect(to: server.address)
                #expect(try await client.readToEnd() == "")
                try await client.close()
            }
            for filler in fillers { close(filler) }
            #expect(try await server.exchange("GET /x HTTP/1.0\r\n\r\n").hasSuffix("GET /x 0\n"))
            #expect(server.log.count { if case .exhausted = $0 { true } else { false } } == 1)
            #expect(server.log.count { if case .recovered = $0 { true } else { false } } == 1)
        }
    }
}
