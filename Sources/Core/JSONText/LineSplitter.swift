/// Cuts a stream of JSON texts, one a line (<https://jsonlines.org>), into lines, wherever it was split on its way. No byte
/// is looked at twice, and a line that arrives whole is not copied.
///
/// What follows the last newline is kept and never given out by itself: a stream cut in the middle of a line has not said
/// it.
package struct LineSplitter: Sendable {
    /// Complete lines, without their ends, as ranges of the bytes that they are in.
    package struct Lines: Sendable {
        /// What the ranges are ranges of.
        package let bytes: [UInt8]
        /// One range a line; empty lines are left out.
        package fileprivate(set) var ranges: [Range<Int>]
    }

    private let limit: Int
    private var pending: [UInt8] = []

    /// A splitter that refuses lines of more than `limit` bytes.
    package init(limit: Int) {
        self.limit = limit
    }

    /// The lines that are complete with these bytes; nil when a line is longer than the limit.
    package mutating func append(_ chunk: [UInt8]) -> Lines? {
        guard let last = chunk.lastIndex(of: UInt8(ascii: "\n")) else {
            pending += chunk
            return pending.count > limit ? nil : Lines(bytes: [], ranges: [])
        }
        var search = pending.count
        var bytes = chunk
        if !pending.isEmpty {
            pending += chunk
            bytes = pending
        }
        let end = search + last + 1
        pending = Array(bytes[end...])
        var lines = Lines(bytes: bytes, ranges: [])
        var start = 0
        while search < end {
            if bytes[search] == UInt8(ascii: "\n") {
                if search - start > limit { return nil }
                if search > start { lines.ranges.append(start..<search) }
                start = search + 1
            }
            search += 1
        }
        return pending.count > limit ? nil : lines
    }
}
