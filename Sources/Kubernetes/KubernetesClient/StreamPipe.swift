import Locking

/// What lies between the thread that receives an answer and the task that reads it: a bounded buffer.
///
/// The writer is told to stop when too much lies unread, and is called back when it was read. All of it may be called
/// from any thread; the lock is held for moves of a few words only.
package final class StreamPipe: Sendable {
    /// What the reading end asks of the writer.
    package enum Demand: Hashable, Sendable {
        /// There is room again after `write` said no.
        case resume
        /// Nobody reads any more: end the request.
        case cancel
    }

    private struct State {
        var head: APIResponseHead?
        var bytes: [UInt8] = []
        /// How long the body may be that the reader takes whole; nil while it takes pieces as they come.
        var wholeLimit: Int?
        var isQuiet = false
        var isPaused = false
        var end: Result<Void, KubernetesError>?
        /// Something was written while nobody waited, so the next wait returns at once.
        var hasNews = false
        var reader: CheckedContinuation<Void, Never>?

        /// Whether the reader is to hear nothing yet: of a body that it takes whole, before it is complete or too long.
        var isHeld: Bool {
            guard let wholeLimit, end == nil else { return false }
            return bytes.count <= wholeLimit
        }

        /// Whether too much lies unread.
        func isFull(_ limit: Int) -> Bool { wholeLimit.map { bytes.count > $0 } ?? (bytes.count >= limit) }
    }

    /// How many bytes may lie unread, before the writer is told to stop.
    private let limit: Int
    private let demand: @Sendable (Demand) -> Void
    private let state = Locked(State())

    /// - Parameters:
    ///   - limit: how many bytes may lie unread.
    ///   - demand: called on the reader's thread.
    package init(limit: Int = 1 << 20, demand: @escaping @Sendable (Demand) -> Void) {
        self.limit = limit
        self.demand = demand
    }

    // MARK: The writing end

    /// Status and headers are here.
    package func write(_ head: APIResponseHead) {
        change { $0.head = head }
    }

    /// More of the body.
    ///
    /// - Returns: whether it was taken; if not, the same bytes are to be written again after `Demand.resume`.
    package func write(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        change { state in
            if state.isFull(limit), state.end == nil {
                state.isPaused = true
                return false
            }
            if state.end == nil { state.bytes += bytes }
            return true
        }
    }

    /// Nothing has arrived for some time.
    package func writeQuiet() {
        change { $0.isQuiet = true }
    }

    /// The answer is complete, or has failed. Only the first end counts.
    package func finish(_ result: Result<Void, KubernetesError>) {
        change { state in
            if state.end == nil { state.end = result }
        }
    }

    private func change<Value>(_ body: (inout sending State) -> sending Value) -> sending Value {
        let (value, reader) = state.withLock { state in
            let value = body(&state)
            var reader: CheckedContinuation<Void, Never>?
            if !state.isHeld {
                swap(&reader, &state.reader)
                state.hasNews = reader == nil
            }
            return (value, reader)
        }
        reader?.resume()
        return value
    }

    // MARK: The reading end

    /// The head if it has arrived. Throws when the request failed before.
    func takeHead() throws(KubernetesError) -> APIResponseHead? {
        let (head, end) = state.withLock { ($0.head, $0.end) }
        if let head { return head }
        guard let end else { return nil }
        try end.get()
        throw KubernetesError(.unreadable, "the API server sent an answer without a status")
    }

    /// From now on the body is one piece of up to `limit` bytes: whoever wants all
    /// of it is not woken for each of its parts.
    ///
    /// - Parameter buffer: an empty array whose room is used.
    func expectWhole(upTo limit: Int, into buffer: consuming [UInt8]) {
        let resumes = state.withLock { state in
            state.wholeLimit = limit
            buffer += state.bytes
            swap(&state.bytes, &buffer)
            defer { state.isPaused = false }
            return state.isPaused
        }
        if resumes { demand(.resume) }
    }

    /// The next piece of the body if there is one. Throws when the request failed, after the bytes that came before.
    func takePart() throws(KubernetesError) -> APIStream.Part? {
        var resumes = false
        var end: Result<Void, KubernetesError>?
        let part: APIStream.Part? = state.withLock { state in
            if !state.bytes.isEmpty, !state.isHeld {
                var bytes: [UInt8] = []
                swap(&bytes, &state.bytes)
                resumes = state.isPaused
                state.isPaused = false
                return .bytes(bytes)
            }
            end = state.end
            defer { state.isQuiet = false }
            return state.isQuiet && end == nil ? .quiet : nil
        }
        if resumes { demand(.resume) }
        if let part { return part }
        guard let end else { return nil }
        try end.get()
        return .end
    }

    /// Waits until there may be something to take, or the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let woken: CheckedContinuation<Void, Never>? = state.withLock { state in
                    if state.hasNews {
                        state.hasNews = false
                        return continuation
                    }
                    defer { state.reader = continuation }
                    return state.reader
                }
                woken?.resume()
            }
        } onCancel: {
            cancel()
        }
    }

    /// The reader has given up.
    func cancel() {
        let isNew = change { state in
            guard state.end == nil else { return false }
            state.end = .failure(KubernetesError(.cancelled, "the request was cancelled"))
            return true
        }
        if isNew { demand(.cancel) }
    }
}
