/// Cuts a stream of bytes into lines, however it is divided.
package struct LineSplitter: Sendable {
    private let limit: Int
    private var rest: [UInt8] = []

    /// A splitter for lines of at most `limit` bytes.
    package init(limit: Int) {
        self.limit = limit
    }

    /// The lines that are complete with `bytes`, without their newlines, empty ones left out.
    ///
    /// Throws `badAnswer` for a line beyond the limit. What follows the last newline is kept and never given out as a line
    /// by itself: a stream cut in the middle of a line has not said it.
    package mutating func lines(_ bytes: [UInt8]) throws(HTTPClientError) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = 0
        while let newline = bytes[start...].firstIndex(of: 0x0A) {
            let line = rest + bytes[start..<newline]
            rest = []
            start = newline + 1
            guard line.count <= limit else { throw tooLong() }
            if !line.isEmpty { lines.append(line) }
        }
        rest += bytes[start...]
        guard rest.count <= limit else { throw tooLong() }
        return lines
    }

    private func tooLong() -> HTTPClientError {
        HTTPClientError(.badAnswer, "a line of the answer is longer than the \(limit) bytes allowed")
    }
}
