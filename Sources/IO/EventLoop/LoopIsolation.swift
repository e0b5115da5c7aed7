/// The door by which the jobs of actors reach a loop: their serial executor.
final class LoopIsolation: SerialExecutor, @unchecked Sendable {
    // Unchecked: set once, before anybody else sees the loop that owns this object.
    private unowned(unsafe) var loop: EventLoop?

    /// Gives jobs to `loop`, which owns this object and so outlives it.
    func serve(_ loop: EventLoop) {
        self.loop = loop
    }

    /// Part of SerialExecutor: queues a job of an actor. Safe from any thread.
    func enqueue(_ job: consuming ExecutorJob) {
        loop?.add(.isolatedJob(UnownedJob(job)))
    }

    /// Part of SerialExecutor: lets the runtime see that code on the loop's thread has the loop's isolation.
    func isIsolatingCurrentContext() -> Bool? { loop?.isCurrent }

    /// Part of SerialExecutor: traps when code that claims this isolation runs elsewhere.
    func checkIsolated() {
        loop?.checkIsolated()
    }
}
