/// Where the lines of a text begin, to say of a byte on which line and in which column it is.
package struct LineTable: Sendable {
    private let bytes: [UInt8]
    private let starts: [Int]

    /// The lines of a text.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [0]
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
        self.starts = starts
    }

    /// The place of a byte; of the text's end for one beyond it.
    package func position(of offset: Int) -> SourcePosition {
        let offset = min(max(offset, 0), bytes.count)
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        let column = bytes[starts[low]..<offset].count { $0 & 0xC0 != 0x80 }
        return SourcePosition(line: low + 1, column: column + 1)
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
