import CCurl
import Locking

/// What other threads want of the transport's thread, and the bell that wakes it.
final class CurlInbox: Sendable {
    /// One wish.
    enum Command: Sendable {
        case start(Int, APIRequest, StreamPipe)
        case resume(Int)
        case cancel(Int)
        case stop
    }

    private struct State {
        var commands: [Command] = []
        var multi: UnsafeMutableRawPointer?
        var nextNumber = 0
        var isClosed = false
    }

    private let state = Locked(State())

    /// A number for a new transfer.
    func makeNumber() -> Int {
        state.withLock { state in
            state.nextNumber &+= 1
            return state.nextNumber
        }
    }

    /// Leaves a wish. A wake-up is sent only for the first that waits.
    ///
    /// - Returns: false when the thread has ended.
    @discardableResult
    func push(_ command: Command) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.commands.append(command)
            // Under the lock, so that the handle cannot be freed in between.
            if state.commands.count == 1, let multi = state.multi { curl_multi_wakeup(multi) }
            return true
        }
    }

    /// Takes all the wishes.
    func drain() -> [Command] {
        state.withLock { state in
            var commands: [Command] = []
            swap(&commands, &state.commands)
            return commands
        }
    }

    /// The thread waits on this handle from now on. Its address is passed as a number, since a pointer may not move
    /// between threads' regions.
    func open(_ multi: UInt) {
        state.withLock { $0.multi = UnsafeMutableRawPointer(bitPattern: multi) }
    }

    /// The thread ends: takes the last wishes, and no more after them.
    func close() -> [Command] {
        state.withLock { state in
            state.isClosed = true
            state.multi = nil
            var commands: [Command] = []
            swap(&commands, &state.commands)
            return commands
        }
    }
}
