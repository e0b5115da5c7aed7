import Locking

/// The lines that one watch is still to be sent: filled by writers, emptied by the task that owns the connection.
///
/// Safe from any thread.
package final class WatchQueue: Sendable {
    /// What the connection's task is to do next.
    package enum Batch: Sendable, Equatable {
        /// Send these bytes. `versions` are the versions of the changes in them.
        case lines([UInt8], versions: [Int])
        /// End the answer properly.
        case end
        /// Send these bytes, which may end in the middle of a line, and cut the connection.
        case cut([UInt8])
    }

    private enum Ending: Sendable {
        case open
        case end
        case cut
    }

    private struct State: Sendable {
        var bytes: [UInt8] = []
        var versions: [Int] = []
        var ending = Ending.open
        var isFrozen = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Locked(State())

    /// An open queue with nothing in it.
    package init() {}

    /// Adds a line; `version` is the version of the change that it tells of.
    package func push(_ line: [UInt8], version: Int? = nil) {
        wake { state in
            guard case .open = state.ending, !state.isFrozen else { return }
            state.bytes.append(contentsOf: line)
            if let version { state.versions.append(version) }
        }
    }

    /// Ends the stream after what has been pushed. A frozen stream does not end.
    package func end() {
        wake { state in
            if case .open = state.ending, !state.isFrozen { state.ending = .end }
        }
    }

    /// Gives the stream up, frozen or not: its peer is gone.
    package func abandon() {
        wake { state in
            state.bytes = []
            state.ending = .cut
        }
    }

    /// Cuts the stream after what has been pushed and `partial`, which is no whole line.
    package func cut(after partial: [UInt8] = []) {
        wake { state in
            guard case .open = state.ending else { return }
            state.bytes.append(contentsOf: partial)
            state.ending = .cut
        }
    }

    /// Sends nothing from now on and keeps the connection, as a peer behind a broken network seems to.
    package func freeze() {
        state.withLock { $0.isFrozen = true }
    }

    /// Waits for something to do. One task at a time may wait.
    package func next() async -> Batch {
        while true {
            if let batch = take() { return batch }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if Self.hasWork(state) { return true }
                    state.waiter = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }

    /// What there is to do now, or nil.
    package func take() -> Batch? {
        state.withLock { state in
            guard Self.hasWork(state) else { return nil }
            let bytes = state.bytes
            let versions = state.versions
            state.bytes = []
            state.versions = []
            switch state.ending {
            case .cut: return .cut(bytes)
            case .end where bytes.isEmpty: return .end
            case .end, .open: return .lines(bytes, versions: versions)
            }
        }
    }

    private static func hasWork(_ state: borrowing State) -> Bool {
        if case .open = state.ending { return !state.bytes.isEmpty }
        return true
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            change(&state)
            guard Self.hasWork(state) else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
