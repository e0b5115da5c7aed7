internal import CLinux
internal import Glibc
internal import Posix

/// epoll(7), level-triggered, for one thread of a test's own; any thread may wake it.
final class Poller: @unchecked Sendable {
    // Unchecked: the descriptors never change, the list of events belongs to the one thread that calls `wait`.
    private let epoll: Descriptor
    private let wakeUp: Descriptor
    private var events = [epoll_event](repeating: epoll_event(), count: 1_024)

    /// What a descriptor is ready for.
    struct Event {
        /// The key that the descriptor was added with.
        let key: UInt64
        /// There is something to read, the end included.
        let isReadable: Bool
        /// Something may be written.
        let isWritable: Bool
        /// The connection is broken.
        let isBroken: Bool
    }

    private static let wakeUpKey = UInt64.max

    /// A poller that watches nothing.
    init() throws(PosixError) {
        epoll = Descriptor(
            owning: Int32(
                truncatingIfNeeded: try Syscall.require("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) }))
        wakeUp = Descriptor(
            owning: Int32(
                truncatingIfNeeded: try Syscall.require("eventfd") {
                    eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
                }))
        set(wakeUp.rawValue, key: Self.wakeUpKey, reads: true, isNew: true)
    }

    /// Watches a descriptor, `isNew` for the first time; closing it ends the watch.
    func set(_ descriptor: Int32, key: UInt64, reads: Bool, writes: Bool = false, isNew: Bool = false) {
        let wanted = (reads ? EPOLLIN.rawValue : 0) | (writes ? EPOLLOUT.rawValue : 0)
        _ = k8s_wait_epoll_control(epoll.rawValue, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, wanted, key)
    }

    /// Waits for at most so many milliseconds; -1 waits without limit.
    func wait(milliseconds: Int32) -> [Event] {
        let count = Int(max(0, epoll_wait(epoll.rawValue, &events, Int32(events.count), milliseconds)))
        return events[..<count].compactMap { event in
            let key = withUnsafePointer(to: event) { k8s_wait_epoll_value($0) }
            if key == Self.wakeUpKey {
                var number: UInt64 = 0
                _ = withUnsafeMutableBytes(of: &number) { wakeUp.read(into: $0) }
                return nil
            }
            let broken = event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
            return Event(
                key: key, isReadable: event.events & EPOLLIN.rawValue != 0,
                isWritable: event.events & EPOLLOUT.rawValue != 0, isBroken: broken)
        }
    }

    /// Ends the present `wait`, or the next one. Safe from any thread.
    func wake() {
        var one: UInt64 = 1
        _ = withUnsafeBytes(of: &one) { wakeUp.write($0) }
    }
}
