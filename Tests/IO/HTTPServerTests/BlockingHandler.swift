import EventLoop
import Glibc
import HTTP1
import HTTPServer
import Locking

/// Answers every request, but blocks the loop at `/block` first, which no real handler may do: nothing that comes meanwhile
/// is looked at.
final class BlockingHandler: HTTPHandler, @unchecked Sendable {
    // Unchecked: a sem_t is made for use from several threads, and its address must not change, hence the heap.
    private let semaphore: UnsafeMutablePointer<sem_t>
    private let loop = Locked<EventLoop?>(nil)
    private let hasBlocked = Gate()

    init() {
        semaphore = .allocate(capacity: 1)
        semaphore.initialize(to: sem_t())
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Waits until a request has blocked its loop.
    func blocked() async { await hasBlocked.pass() }

    /// Blocks the loop once more, after what it has been given before; `gate` opens when it does.
    func blockAgain(_ gate: Gate) {
        loop.withLock { $0 }?.execute { [self] in
            gate.open()
            block()
        }
    }

    /// Ends one block, the present one or the next.
    func unblock() {
        sem_post(semaphore)
    }

    func admit(_ head: HTTPRequestHead) -> BodyPolicy { .read(limit: 1000) }

    func handle(_ request: HTTPRequest, _ responder: consuming Responder) async {
        if request.head.path == "/block" {
            loop.withLock { $0 = request.loop }
            hasBlocked.open()
            block()
        }
        await responder.respond(status: 200, body: Array("ok".utf8))
    }

    private func block() {
        while sem_wait(semaphore) != 0 {}
    }
}
