import Locking
package import Posix
import StatusAPI

/// What waits to be written to one stream.
///
/// It holds no more than the newest line of each dependency, however slow the peer is: what a newer line has overtaken is
/// not worth telling. Filled by the one who judges, emptied by the stream's task; safe from any thread. Filling wakes
/// nobody: `wake` does, once a whole batch is in, so that a verdict and the release that follows from it leave together.
package final class Mailbox: Sendable {
    private struct Contents {
        /// The newest line of each dependency that has not been taken yet, in the question's order.
        var lines: [VerdictLine?] = []
        /// Which of them there are, one bit each.
        var news: UInt64 = 0
        var unknown: String?
        /// Whether the server's part is ready, as it was told last and not taken yet.
        var ready: Bool?
        var isBeatDue = false
        var end: StreamEnd?
        var receivedAt: MonotonicTime?
        /// Something has been taken already.
        var hasBegun = false
        /// Nothing will be taken any more.
        var isClosed = false
        var reader: CheckedContinuation<Void, Never>?

        var hasNews: Bool { news != 0 || unknown != nil || ready != nil || isBeatDue || end != nil }
    }

    private let contents = Locked(Contents())

    /// A box that is empty and open.
    package init() {}

    // MARK: Filling

    /// The newest verdict of the dependency at a place of the question.
    package func show(_ line: VerdictLine, at index: Int) {
        contents.withLock { contents in
            guard (0..<UInt64.bitWidth).contains(index) else { return }
            while contents.lines.count <= index { contents.lines.append(nil) }
            contents.lines[index] = line
            contents.news |= 1 << UInt64(index)
        }
    }

    /// There is no answer yet, and why.
    package func showUnknown(_ message: String) {
        contents.withLock { $0.unknown = message }
    }

    /// Whether the server's part of a question with probes is ready. It goes out even if it is what was told before: between the two
    /// it was not so, and a round of probes that was begun then proves nothing.
    package func showReady(_ isReady: Bool) {
        contents.withLock { $0.ready = isReady }
    }

    /// Nothing new has come up for a while. A stream that has not begun needs no heartbeat: it may yet be refused as a whole.
    package func beat() {
        contents.withLock { $0.isBeatDue = $0.hasBegun }
    }

    /// The stream ends; whatever else is in the box goes out before. Only the first end counts.
    package func end(_ end: StreamEnd, receivedAt: MonotonicTime? = nil) {
        contents.withLock { contents in
            guard contents.end == nil else { return }
            contents.end = end
            contents.receivedAt = receivedAt
        }
    }

    /// Lets the stream's task take what there is.
    package func wake() {
        let reader = contents.withLock { contents -> CheckedContinuation<Void, Never>? in
            guard contents.hasNews || contents.isClosed else { return nil }
            return contents.reader.take()
        }
        reader?.resume()
    }

    /// The peer has gone: there is nobody to tell.
    package func close() {
        let reader = contents.withLock { contents in
            contents.isClosed = true
            return contents.reader.take()
        }
        reader?.resume()
    }

    // MARK: Emptying

    /// What has come up, as soon as something has; nil once the end has been taken or the peer has gone.
    ///
    /// One task at a time may wait.
    package func next() async -> Parcel? {
        while true {
            let (parcel, isOver) = take()
            if let parcel { return parcel }
            if isOver { return nil }
            await withCheckedContinuation { reader in
                let isLate = contents.withLock { contents in
                    guard !contents.hasNews, !contents.isClosed else { return true }
                    contents.reader = reader
                    return false
                }
                if isLate { reader.resume() }
            }
        }
    }

    private func take() -> (parcel: Parcel?, isOver: Bool) {
        contents.withLock { contents in
            guard !contents.isClosed else { return (nil, true) }
            guard contents.hasNews else { return (nil, false) }
            let parcel = Parcel(
                bytes: Mailbox.bytes(of: contents), end: contents.end, receivedAt: contents.receivedAt)
            for index in contents.lines.indices { contents.lines[index] = nil }
            contents.hasBegun = true
            contents.news = 0
            contents.unknown = nil
            contents.ready = nil
            contents.isBeatDue = false
            if contents.end != nil { contents.isClosed = true }
            return (parcel, false)
        }
    }

    private static func bytes(of contents: Contents) -> [UInt8] {
        var bytes: [UInt8] = []
        if let unknown = contents.unknown { append(.unknown(message: unknown), to: &bytes) }
        var news = contents.news
        while news != 0 {
            let index = news.trailingZeroBitCount
            news &= news - 1
            if let line = contents.lines[index] { bytes += line.bytes }
        }
        if let isReady = contents.ready { append(.ready(isReady), to: &bytes) }
        // A heartbeat says that there is no news.
        if contents.isBeatDue, bytes.isEmpty, contents.end == nil { append(.heartbeat, to: &bytes) }
        if let line = contents.end?.line { append(line, to: &bytes) }
        return bytes
    }

    private static func append(_ line: WaitLine, to bytes: inout [UInt8]) {
        bytes += line.json
        bytes.append(UInt8(ascii: "\n"))
    }
}
