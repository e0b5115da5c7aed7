import CLinux
import Glibc
import Locking
package import Posix
import Synchronization

/// An epoll(7) loop on a thread of its own that runs tasks: give it to a task as its executor preference, or to an actor
/// as its serial executor, and their code runs on the loop's thread, one job at a time.
///
/// Jobs, timers and descriptors of one loop never run at the same time, and none may block: whoever blocks stops them all.
package final class EventLoop: TaskExecutor, SerialExecutor {
    private let inbox = Locked(Inbox())
    private let wakeUp: Descriptor
    private let thread = Atomic<UInt>(0)
    private let turn: Atomic<Int64>
    // Unsafe: touched on the loop's own thread alone; made before that thread begins.
    private nonisolated(unsafe) let core: LoopCore
    private let isolation: LoopIsolation

    private init(wakeUp: consuming Descriptor, core: LoopCore) {
        self.wakeUp = wakeUp
        self.core = core
        isolation = LoopIsolation()
        turn = Atomic(MonotonicTime.now().nanoseconds)
    }

    /// Makes a loop and starts its thread, whose name in ps(1) is `name`, cut to 15 bytes. Throws when the system is out
    /// of descriptors or threads.
    package static func start(name: String) throws(PosixError) -> EventLoop {
        let number = try Syscall.require("eventfd") { eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC)) }
        let wakeUp = Descriptor(owning: Int32(truncatingIfNeeded: number))
        let core = try LoopCore(wakeUp: wakeUp.rawValue)
        let loop = EventLoop(wakeUp: wakeUp, core: core)
        loop.isolation.serve(loop)
        try DetachedThread.start(name: name) { loop.run() }
        return loop
    }

    /// Runs `work` on the loop, after what was given to it before. Safe from any thread.
    package func execute(_ work: @escaping @Sendable () -> Void) {
        add(.closure(work))
    }

    /// Part of TaskExecutor: queues a job of a task. Safe from any thread.
    package func enqueue(_ job: consuming ExecutorJob) {
        add(.job(UnownedJob(job)))
    }

    /// Part of SerialExecutor: an actor's jobs come by a door of their own. The runtime must be told for each job whether
    /// it is an actor's, and a job itself does not say; were it told wrongly, every second `await` would cost a turn.
    package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: isolation)
    }

    /// True on the loop's own thread.
    package var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Part of SerialExecutor: lets the runtime see that code on the loop's thread has the loop's isolation.
    package func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Part of SerialExecutor: traps when code that claims this isolation runs elsewhere.
    package func checkIsolated() {
        precondition(isCurrent, "this code must run on the event loop's thread")
    }

    /// When the newest turn of the loop began: at most about a second ago, unless something blocks it.
    package var lastTurn: MonotonicTime { MonotonicTime(nanoseconds: turn.load(ordering: .relaxed)) }

    /// Ends the loop: its waits end as cancelled, what was given to it runs out, then its thread ends, for which this
    /// call waits unless it comes from the loop itself. Work given to it afterwards is dropped.
    package func stop() {
        let ended = inbox.withLock { $0.stop() }
        wake()
        guard !isCurrent else { return }
        ended.wait()
    }

    /// Whether this turn has more work than the job that asks, done or still to do. Only for code on the loop.
    package var hasOtherWork: Bool { local.running.count > 1 || !local.queue.isEmpty }

    /// The parts that only the loop's thread may touch.
    var local: LoopCore {
        assert(isCurrent, "only the loop's own thread may touch its state")
        return core
    }

    /// Queues one thing.
    func add(_ work: Work) {
        if isCurrent {
            core.queue.append(work)
            return
        }
        if inbox.withLock({ $0.append(work) }) { wake() }
    }

    /// The event is edge-triggered, so the counter is never read: each write is an edge of its own.
    private func wake() {
        var one: UInt64 = 1
        _ = withUnsafeBytes(of: &one) { wakeUp.write($0) }
    }

    private func run() {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        while true {
            let isStopping = takeInbox()
            if isStopping { core.cancelWaits() }
            runQueue()
            if isStopping, core.queue.isEmpty, inbox.withLock({ $0.closeIfEmpty() }) { break }
            core.poll()
            let now = MonotonicTime.now()
            turn.store(now.nanoseconds, ordering: .relaxed)
            core.dispatch(now: now)
        }
        inbox.withLock { $0.end() }
    }

    private func takeInbox() -> Bool {
        inbox.withLock { inbox in
            inbox.take(into: &core.queue)
            return inbox.isStopping
        }
    }

    /// One pass over what is queued now: jobs that these add run after the next look at the descriptors.
    private func runQueue() {
        guard !core.queue.isEmpty else { return }
        swap(&core.queue, &core.running)
        let serial = asUnownedSerialExecutor()
        let task = asUnownedTaskExecutor()
        for work in core.running {
            switch work {
            case .job(let job): job.runSynchronously(on: task)
            case .isolatedJob(let job): job.runSynchronously(isolatedTo: serial, taskExecutor: task)
            case .closure(let closure): closure()
            }
        }
        core.running.removeAll(keepingCapacity: core.running.count <= 1024)
    }
}
