/// Where the lines of a text begin, to say of a byte on which line and in which column it is.
package struct LineTable: Sendable {
    private let bytes: [UInt8]
    private let starts: [Int]
    /// How many characters stand before every 1,024th byte: a text may be one long line.
    private let counts: [Int]
    private static let stride = 1_024

    /// The lines of a text.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [0]
        var counts: [Int] = []
        var count = 0
        for index in bytes.indices {
            if index % Self.stride == 0 { counts.append(count) }
            if bytes[index] & 0xC0 != 0x80 { count += 1 }
            if bytes[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
        }
        self.starts = starts
        self.counts = counts
    }

    /// The place of a byte; of the text's end for one beyond it.
    package func position(of offset: Int) -> SourcePosition {
        let offset = min(max(offset, 0), bytes.count)
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return SourcePosition(line: low + 1, column: characters(before: offset) - characters(before: starts[low]) + 1)
    }

    private func characters(before offset: Int) -> Int {
        guard !counts.isEmpty else { return 0 }
        let known = min(offset / Self.stride, counts.count - 1)
        return counts[known] + bytes[known * Self.stride..<offset].count { $0 & 0xC0 != 0x80 }
    }
}

/// A place in a text, as editors count: line and column from 1, a column for each Unicode scalar.
package struct SourcePosition: Hashable, Sendable, Comparable {
    /// The line.
    package let line: Int
    /// The column.
    package let column: Int

    /// A place.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// By line, then by column.
    package static func < (one: SourcePosition, other: SourcePosition) -> Bool {
        (one.line, one.column) < (other.line, other.column)
    }
}
