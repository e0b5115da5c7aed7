import CLinux
import Glibc
import Posix

/// Moves bytes on many connections from one thread, by epoll(7): the load generator's only loop.
package final class Pump {
    private let epoll: Descriptor
    private var connections: [Int32: LoadConnection] = [:]
    private var events = [epoll_event](repeating: epoll_event(), count: 512)

    /// A pump without connections.
    package init() throws {
        let number = try Syscall.require("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) }
        epoll = Descriptor(owning: Int32(number))
    }

    /// Begins to serve a connection.
    package func add(_ connection: LoadConnection) throws {
        connections[connection.descriptor] = connection
        try control(EPOLL_CTL_ADD, connection)
    }

    /// Stops serving a connection. It closes when its owner lets go of it.
    package func remove(_ connection: LoadConnection) {
        guard connections.removeValue(forKey: connection.descriptor) != nil else { return }
        _ = epoll_ctl(epoll.rawValue, EPOLL_CTL_DEL, connection.descriptor, nil)
    }

    /// Sends what `connection` has to send, now or as soon as its socket takes it.
    package func flush(_ connection: LoadConnection) throws {
        try step(connection)
    }

    /// Serves all connections until `isDone`; throws when that is not so after `limit`.
    package func run(within limit: Duration, _ what: @autoclosure () -> String, until isDone: () -> Bool) throws {
        let deadline = MonotonicTime.now().adding(limit)
        while !isDone() {
            guard MonotonicTime.now() < deadline else {
                throw LoadError("after \(limit) there was still no end of this: \(what())")
            }
            try turn(milliseconds: 100)
        }
    }

    /// Serves all connections for as long as this.
    package func run(for duration: Duration) throws {
        let deadline = MonotonicTime.now().adding(duration)
        while MonotonicTime.now() < deadline {
            let left = deadline.since(.now()) / .milliseconds(1)
            try turn(milliseconds: Int32(max(1, min(100, left))))
        }
    }

    private func turn(milliseconds: Int32) throws {
        let count = epoll_wait(epoll.rawValue, &events, Int32(events.count), milliseconds)
        guard count > 0 else { return }
        for event in events[..<Int(count)] {
            if let connection = connections[number(of: event)] { try step(connection) }
        }
    }

    private func step(_ connection: LoadConnection) throws {
        let wanted = connection.wantsToWrite
        try connection.step()
        if connection.isClosed {
            remove(connection)
        } else if connection.wantsToWrite != wanted {
            try control(EPOLL_CTL_MOD, connection)
        }
    }

    private func control(_ operation: Int32, _ connection: LoadConnection) throws {
        let events = EPOLLIN.rawValue | (connection.wantsToWrite ? EPOLLOUT.rawValue : 0)
        try Syscall.require("epoll_ctl") {
            k8s_wait_epoll_control(
                epoll.rawValue, operation, connection.descriptor, events, UInt64(connection.descriptor))
        }
    }

    private func number(of event: epoll_event) -> Int32 {
        withUnsafePointer(to: event) { Int32(truncatingIfNeeded: k8s_wait_epoll_value($0)) }
    }
}
