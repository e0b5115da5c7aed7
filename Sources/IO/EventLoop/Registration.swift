import CLinux
package import Posix

/// One descriptor on one loop, watched edge-triggered (epoll(7)) from registration to `close`, so that waiting again
/// costs no system call. For the loop's own thread alone, `cancel` included.
///
/// The rule of edges: after a wait has ended as ready, read or write until it would block, or until a read came back
/// shorter than asked, before waiting again.
package final class Registration: @unchecked Sendable {
    // Unchecked: everything below is touched on the loop's thread alone, which `loop.local` asserts in debug builds.
    private let loop: EventLoop
    private let descriptor: Int32
    /// Set by the loop's table.
    var key = RegistrationTable.noKey
    private var reading = Side()
    private var writing = Side()
    private var isCancelled = false
    private var peerHasClosed = false
    private var onPeerClosed: (@Sendable () -> Void)?
    /// When the timer that counts is due; others of this registration in the queue are stale.
    private(set) var armed = MonotonicTime.distantFuture

    /// One direction of the descriptor.
    private struct Side {
        var isReady = false
        /// An end or an error: ready for good.
        var isOver = false
        var waiter: UnsafeContinuation<Readiness, Never>?
        var deadline = MonotonicTime.distantFuture

        mutating func end(_ readiness: Readiness) {
            deadline = .distantFuture
            guard let waiter else { return }
            self.waiter = nil
            waiter.resume(returning: readiness)
        }

        mutating func happened() {
            guard waiter != nil else {
                isReady = true
                return
            }
            end(.ready)
        }
    }

    fileprivate init(loop: EventLoop, descriptor: Int32) {
        self.loop = loop
        self.descriptor = descriptor
    }

    /// Waits until there may be something to read; one task at a time.
    package func readable(until deadline: MonotonicTime = .distantFuture) async -> Readiness {
        await withUnsafeContinuation { continuation in
            if let known = known(&reading) { return continuation.resume(returning: known) }
            assert(reading.waiter == nil, "two tasks wait to read one descriptor")
            reading.waiter = continuation
            reading.deadline = deadline
            arm(deadline)
        }
    }

    /// Waits until something may be written; one task at a time.
    package func writable(until deadline: MonotonicTime = .distantFuture) async -> Readiness {
        await withUnsafeContinuation { continuation in
            if let known = known(&writing) { return continuation.resume(returning: known) }
            assert(writing.waiter == nil, "two tasks wait to write one descriptor")
            writing.waiter = continuation
            writing.deadline = deadline
            arm(deadline)
        }
    }

    /// Ends the present wait to read, if there is one, as ready, though nothing need have come: its task is to look again.
    package func lookAgain() {
        reading.end(.ready)
    }

    /// Runs `action` on the loop when the peer closes its side, the connection breaks or the registration is cancelled;
    /// at once if that has happened already. nil takes the action back. It runs at most once.
    package func notifyPeerClosed(_ action: (@Sendable () -> Void)?) {
        let isOver = peerHasClosed || isCancelled
        onPeerClosed = isOver ? nil : action
        if isOver { action?() }
    }

    /// Ends every wait, present and to come, as cancelled. The descriptor stays open and registered.
    package func cancel() {
        isCancelled = true
        reading.end(.cancelled)
        writing.end(.cancelled)
        tellPeerClosed()
    }

    /// Ends the registration and every wait. Call it before the descriptor is closed; calling it again does nothing.
    package func close() {
        guard key != RegistrationTable.noKey else { return }
        loop.local.remove(key, descriptor)
        key = RegistrationTable.noKey
        onPeerClosed = nil
        cancel()
        if armed < .distantFuture { loop.local.noteStaleTimer() }
    }

    /// What epoll(7) reports.
    func happened(_ events: UInt32) {
        let isBroken = events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
        let isEnded = isBroken || events & EPOLLRDHUP.rawValue != 0
        if isEnded { reading.isOver = true }
        if isBroken { writing.isOver = true }
        if isEnded || events & EPOLLIN.rawValue != 0 { reading.happened() }
        if isBroken || events & EPOLLOUT.rawValue != 0 { writing.happened() }
        guard isEnded, !peerHasClosed else { return }
        peerHasClosed = true
        tellPeerClosed()
    }

    /// A timer that `arm` has set for `moment` fires: deadlines may have moved since, or gone.
    func expire(_ moment: MonotonicTime, now: MonotonicTime) {
        guard moment == armed else { return }
        armed = .distantFuture
        if reading.deadline <= now { reading.end(.timedOut) }
        if writing.deadline <= now { writing.end(.timedOut) }
        arm(min(reading.deadline, writing.deadline))
    }

    private func tellPeerClosed() {
        let action = onPeerClosed
        onPeerClosed = nil
        action?()
    }

    /// One timer serves all the waits of a descriptor: a later deadline leaves the earlier timer alone, which then looks
    /// again. So a busy connection adds no timer for each request.
    private func arm(_ deadline: MonotonicTime) {
        guard deadline < armed else { return }
        let hadTimer = armed < .distantFuture
        armed = deadline
        if hadTimer { loop.local.noteStaleTimer() }
        loop.local.add(.registration(key, deadline), at: deadline)
    }

    private func known(_ side: inout Side) -> Readiness? {
        if isCancelled { return .cancelled }
        guard side.isReady || side.isOver else { return nil }
        side.isReady = false
        return .ready
    }
}

extension EventLoop {
    /// Begins to watch an open, non-blocking descriptor, which the caller keeps open until `Registration.close`. On the
    /// loop's own thread only. Throws when the kernel is out of watches.
    package func register(_ descriptor: Int32) throws(PosixError) -> Registration {
        let registration = Registration(loop: self, descriptor: descriptor)
        _ = try local.insert(registration, descriptor)
        return registration
    }
}
