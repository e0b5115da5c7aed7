import EventLoop
import Glibc
import Posix
import Testing

@Suite("Registration", .timeLimit(.minutes(5)))
struct RegistrationTests {
    /// Runs `body` on a loop of its own with the two ends of a stream.
    private func withStream(
        _ body: @escaping @Sendable (EventLoop, borrowing Descriptor, borrowing Descriptor) async throws -> Void
    ) async throws {
        let loop = try EventLoop.start(name: "test")
        try await Task(executorPreference: loop) {
            var pair: [Int32] = [-1, -1]
            let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
            try Syscall.require("socketpair") { socketpair(AF_UNIX, type, 0, &pair) }
            let ours = Descriptor(owning: pair[0])
            let peers = Descriptor(owning: pair[1])
            try await body(loop, ours, peers)
        }.value
        loop.stop()
    }

    private static func send(_ count: Int, _ descriptor: borrowing Descriptor) -> SyscallResult {
        [UInt8](repeating: 7, count: count).withUnsafeBytes { descriptor.send($0) }
    }

    private static func receive(_ descriptor: borrowing Descriptor) -> SyscallResult {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { descriptor.receive(into: $0) }
    }

    @Test("readable when bytes come, each time anew")
    func readable() async throws {
        try await withStream { loop, ours, peers in
            let registration = try loop.register(ours.rawValue)
            for _ in 0..<3 {
                #expect(Self.send(5, peers) == .value(5))
                #expect(await registration.readable() == .ready)
                #expect(Self.receive(ours) == .value(5))
            }
            #expect(await registration.readable(until: loop.lastTurn.adding(.milliseconds(1))) == .timedOut)
            registration.close()
        }
    }

    @Test("writable once there is room again")
    func writable() async throws {
        try await withStream { loop, ours, peers in
            let registration = try loop.register(ours.rawValue)
            #expect(await registration.writable() == .ready)
            while case .value = Self.send(65_536, ours) {}
            #expect(await registration.writable(until: loop.lastTurn.adding(.milliseconds(1))) == .timedOut)
            while case .value = Self.receive(peers) {}
            #expect(await registration.writable() == .ready)
            registration.close()
        }
    }

    @Test("a deadline may move forth and back between waits")
    func deadlines() async throws {
        try await withStream { loop, ours, _ in
            let registration = try loop.register(ours.rawValue)
            for milliseconds in [2, 1, 3, 1] {
                let deadline = MonotonicTime.now().adding(.milliseconds(milliseconds))
                #expect(await registration.readable(until: deadline) == .timedOut)
                #expect(MonotonicTime.now() >= deadline)
            }
            registration.close()
        }
    }

    @Test("the peer's end is told once, and reading stays ready")
    func peerClosed() async throws {
        try await withStream { loop, ours, peers in
            let registration = try loop.register(ours.rawValue)
            shutdown(peers.rawValue, Int32(SHUT_WR))
            await withCheckedContinuation { done in registration.notifyPeerClosed { done.resume() } }
            #expect(await registration.readable() == .ready)
            #expect(await registration.readable() == .ready)
            #expect(Self.receive(ours) == .value(0))
            // The other direction is open still.
            #expect(await registration.writable() == .ready)
            await withCheckedContinuation { done in registration.notifyPeerClosed { done.resume() } }
            registration.close()
        }
    }

    @Test("cancelling ends the wait, and every later one")
    func cancel() async throws {
        try await withStream { loop, ours, _ in
            let registration = try loop.register(ours.rawValue)
            loop.execute { registration.cancel() }
            #expect(await registration.readable() == .cancelled)
            #expect(await registration.writable() == .cancelled)
            registration.close()
            registration.close()
        }
    }

    @Test("a number that is used again belongs to its new registration")
    func reuse() async throws {
        let loop = try EventLoop.start(name: "test")
        try await Task(executorPreference: loop) {
            for _ in 0..<200 {
                var pair: [Int32] = [-1, -1]
                try Syscall.require("socketpair") {
                    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0, &pair)
                }
                let ours = Descriptor(owning: pair[0])
                let peers = Descriptor(owning: pair[1])
                let registration = try loop.register(ours.rawValue)
                #expect(Self.send(1, peers) == .value(1))
                #expect(await registration.readable(until: loop.lastTurn.adding(.seconds(30))) == .ready)
                #expect(Self.receive(ours) == .value(1))
                registration.close()
            }
        }.value
        loop.stop()
    }

    @Test("a descriptor that epoll cannot watch is an error")
    func unwatchable() async throws {
        let loop = try EventLoop.start(name: "test")
        let error = await Task(executorPreference: loop) {
            #expect(throws: PosixError.self) { _ = try loop.register(-1) }
        }.value
        #expect(error?.errno == EBADF)
        loop.stop()
    }
}
