import CLinux
import Glibc
import Posix

/// The state of one loop: jobs, timers and descriptors. Touched on the loop's thread alone.
final class LoopCore {
    /// What runs next.
    var queue: [Work] = []
    /// What runs now.
    var running: [Work] = []
    private var timers = TimerQueue<LoopTimer>()
    private var staleTimers = 0
    private var registrations = RegistrationTable()
    private let epoll: Descriptor
    private let events: UnsafeMutableBufferPointer<epoll_event>
    private var eventCount = 0

    /// Idle loops turn this often, so that a look at `lastTurn` tells an idle one from a blocked one.
    private static let longestSleep: Int64 = 1_000_000_000

    /// A loop that also wakes when the descriptor `wakeUp` becomes readable, which stays open as long as the loop
    /// lives.
    init(wakeUp: Int32) throws(PosixError) {
        let number = try Syscall.require("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) }
        epoll = Descriptor(owning: Int32(truncatingIfNeeded: number))
        events = .allocate(capacity: 512)
        events.initialize(repeating: epoll_event())
        try control(EPOLL_CTL_ADD, wakeUp, EPOLLIN.rawValue | EPOLLET.rawValue, key: RegistrationTable.noKey)
    }

    deinit { events.deallocate() }

    /// Waits for descriptors until the next timer is due, not at all while jobs are queued.
    func poll() {
        var milliseconds: Int32 = 0
        if queue.isEmpty {
            let now = MonotonicTime.now().nanoseconds
            let left = min((timers.next ?? .max).subtractingReportingOverflow(now).partialValue, Self.longestSleep)
            // Rounded up: a timer never fires early, and the loop does not spin for the last fraction.
            milliseconds = Int32(clamping: (max(0, left) + 999_999) / 1_000_000)
        }
        let count = epoll_wait(epoll.rawValue, events.baseAddress, Int32(events.count), milliseconds)
        eventCount = Int(max(0, count))
    }

    /// Tells the registrations what `poll` has found, then runs the timers that are due.
    func dispatch(now: MonotonicTime) {
        for index in 0..<eventCount {
            registrations.find(k8s_wait_epoll_value(&events[index]))?.happened(events[index].events)
        }
        eventCount = 0
        while let timer = timers.popExpired(now: now.nanoseconds) {
            switch timer {
            case .action(let node): node.fire()
            case .registration(let key, let deadline):
                registrations.find(key)?.expire(deadline, now: now)
            }
        }
    }

    /// Ends every wait as cancelled and drops the timers, sleepers first woken.
    func cancelWaits() {
        registrations.forEach { $0.cancel() }
        for case .action(let node) in timers.removeAll() { node.end() }
    }

    /// Adds a timer.
    func add(_ timer: LoopTimer, at deadline: MonotonicTime) {
        timers.add(timer, deadline: deadline.nanoseconds)
    }

    /// Notes that a timer in the queue is no longer wanted. When most are not, they are swept out together, so that a
    /// cancelled one costs its share of one pass and the queue stays within twice what is wanted.
    func noteStaleTimer() {
        staleTimers += 1
        guard staleTimers > 64, staleTimers > timers.count / 2 else { return }
        staleTimers = 0
        timers.keep { timer in
            switch timer {
            case .action(let node): node.isPending
            case .registration(let key, let deadline): registrations.find(key)?.armed == deadline
            }
        }
    }

    /// Begins to watch a descriptor, edge-triggered, for everything at once.
    func insert(_ registration: Registration, _ descriptor: Int32) throws(PosixError) -> UInt64 {
        let key = registrations.insert(registration, descriptor)
        let flags = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        do {
            try control(EPOLL_CTL_ADD, descriptor, flags, key: key)
        } catch {
            registrations.remove(key)
            throw error
        }
        return key
    }

    /// Ends the watching.
    func remove(_ key: UInt64, _ descriptor: Int32) {
        registrations.remove(key)
        _ = k8s_wait_epoll_control(epoll.rawValue, EPOLL_CTL_DEL, descriptor, 0, 0)
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ flags: UInt32, key: UInt64) throws(PosixError) {
        try Syscall.require("epoll_ctl") {
            k8s_wait_epoll_control(epoll.rawValue, operation, descriptor, flags, key)
        }
    }
}
