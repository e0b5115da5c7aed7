import Glibc
import Posix
import Testing

@Suite struct DetachedThreadTests {
    /// What a thread finds out about itself.
    private struct Look: Sendable {
        var name = ""
        var blocked: [Int32] = []
    }

    private static func look(name: String, stackSize: Int? = nil) async throws -> Look {
        try await withCheckedThrowingContinuation { continuation in
            do throws(PosixError) {
                try DetachedThread.start(name: name, stackSize: stackSize) {
                    var look = Look()
                    look.name = String(
                        decoding: (try? FileContents.read("/proc/thread-self/comm", limit: 100)) ?? [], as: UTF8.self)
                    var mask = sigset_t()
                    pthread_sigmask(SIG_BLOCK, nil, &mask)
                    look.blocked = [SIGTERM, SIGINT, SIGHUP, SIGSEGV, SIGTRAP].filter { sigismember(&mask, $0) == 1 }
                    continuation.resume(returning: look)
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    @Test(arguments: [("loop-0", "loop-0\n"), ("a name that is too long", "a name that is \n"), ("", "\n")])
    func hasItsName(name: String, shown: String) async throws {
        #expect(try await Self.look(name: name).name == shown)
    }

    @Test func leavesSignalsToOthersButForItsOwnFaults() async throws {
        #expect(try await Self.look(name: "x", stackSize: 256 * 1024).blocked == [SIGTERM, SIGINT, SIGHUP])
    }

    @Test func theCallersMaskStaysAsItWas() throws {
        var before = sigset_t()
        var after = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &before)
        try DetachedThread.start(name: "x") {}
        pthread_sigmask(SIG_BLOCK, nil, &after)
        for signal in Int32(1)..<32 { #expect(sigismember(&before, signal) == sigismember(&after, signal)) }
    }
}
