/// A piece of an annotation's value, its quotes removed, that still knows where each of its bytes stood.
struct SourceText: Hashable, Sendable {
    /// The text as UTF-8.
    private(set) var bytes: [UInt8] = []
    /// The column of the first byte, from 1.
    private var start: Int
    /// The column of each byte, where they do not simply follow one another: behind an escape, or in a character of
    /// several bytes. In plain text there is nothing to keep.
    private var columns: [Int]?
    /// The column of the character after the last one.
    private var end: Int

    /// An empty piece at a column.
    init(at column: Int) {
        start = column
        end = column
    }

    /// A text that stands alone, its first character in column 1.
    init(_ text: String) {
        self.init(at: 1)
        bytes.reserveCapacity(text.utf8.count)
        var column = 0
        for byte in text.utf8 {
            if !Self.isContinuation(byte) { column += 1 }
            append(byte, at: column)
        }
    }

    /// Adds the byte that stands at a column.
    mutating func append(_ byte: UInt8, at column: Int) {
        if columns == nil, column != start + bytes.count { columns = bytes.indices.map { start + $0 } }
        columns?.append(column)
        bytes.append(byte)
        end = column + 1
    }

    /// Adds ASCII characters that stand one after another from a column on.
    mutating func append(_ run: ArraySlice<UInt8>, at column: Int) {
        guard columns == nil, column == start + bytes.count else {
            for (distance, byte) in run.enumerated() { append(byte, at: column + distance) }
            return
        }
        bytes.append(contentsOf: run)
        end = column + run.count
    }

    /// The text as a string.
    var string: String { String(decoding: bytes, as: UTF8.self) }

    /// How many bytes it has.
    var count: Int { bytes.count }

    /// The column of its first character, or where that would be.
    var column: Int { column(at: 0) }

    /// The column of one of its bytes; past its end, the column after the last.
    func column(at index: Int) -> Int {
        guard index < bytes.count else { return end }
        return columns?[index] ?? start + index
    }

    /// A part of it; the range must lie inside.
    func slice(_ range: Range<Int>) -> SourceText {
        var part = SourceText(at: column(at: range.lowerBound))
        if columns == nil {
            part.bytes = Array(bytes[range])
        } else {
            for index in range { part.append(bytes[index], at: column(at: index)) }
        }
        part.end = column(at: range.upperBound)
        return part
    }

    /// The part from a byte to the end.
    func suffix(from index: Int) -> SourceText { slice(index..<count) }

    /// Where a piece of ASCII text begins in it for the first time.
    func firstOffset(of piece: String) -> Int? {
        let wanted = piece.utf8
        guard let first = wanted.first, count >= wanted.count else { return nil }
        return (0...count - wanted.count).first { index in
            bytes[index] == first && bytes[index..<index + wanted.count].elementsEqual(wanted)
        }
    }

    /// Itself without blanks and line breaks at its ends.
    var trimmed: SourceText {
        let isVisible = { (byte: UInt8) in byte > UInt8(ascii: " ") }
        guard let first = bytes.firstIndex(where: isVisible), let last = bytes.lastIndex(where: isVisible) else {
            return SourceText(at: column)
        }
        return slice(first..<last + 1)
    }

    /// Whether this byte continues a UTF-8 sequence, and so begins no character.
    static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
