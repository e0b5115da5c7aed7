/// The text of a manifest, asked about its lines. Columns are from 0 and count characters.
struct SourceBytes: Sendable {
    private let bytes: [UInt8]
    /// Where the line feeds are, in order: a text may be one long line.
    private let feeds: [Int]
    /// What ends its lines.
    let newline: String
    /// It is JSON, where indentation means nothing and comments are not known.
    let isInJSON: Bool

    /// It has more lines than one.
    let hasLines: Bool
    /// By how many blanks its first indented line is indented.
    let indentationStep: Int

    /// A text.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        isInJSON = JSONManifest.isLikely(bytes)
        feeds = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
        let first = feeds.first
        hasLines = first.map { $0 + 1 < bytes.count } ?? false
        let blanks = first.map { bytes[($0 + 1)...].prefix { $0 == UInt8(ascii: " ") }.count } ?? 0
        indentationStep = blanks > 0 ? blanks : 2
        newline = first.map { $0 > 0 && bytes[$0 - 1] == UInt8(ascii: "\r") } == true ? "\r\n" : "\n"
    }

    /// Where the line begins that a byte is on.
    func startOfLine(at offset: Int) -> Int {
        let before = feedsBefore(offset)
        return before > 0 ? feeds[before - 1] + 1 : 0
    }

    /// Where the line ends that a byte is on: before its line feed, or the text's end.
    func endOfLine(from offset: Int) -> Int {
        let before = feedsBefore(offset)
        guard before < feeds.count else { return bytes.count }
        let end = feeds[before]
        return end > offset && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
    }

    /// In which column a byte is.
    func column(of offset: Int) -> Int {
        bytes[startOfLine(at: offset)..<offset].count { $0 & 0xC0 != 0x80 }
    }

    /// Nothing stands before it on its line, though something does above.
    func isLineStart(_ offset: Int) -> Bool { offset > 0 && bytes[offset - 1] == UInt8(ascii: "\n") }

    /// How many blanks a line begins with that a byte is on.
    func indentation(at offset: Int) -> Int {
        bytes[startOfLine(at: offset)...].prefix { $0 == UInt8(ascii: " ") }.count
    }

    /// Nothing but blanks follows on the line.
    func isRestOfLineBlank(from offset: Int) -> Bool {
        bytes[offset..<endOfLine(from: offset)].allSatisfy(Self.isBlank)
    }

    /// A key's colon, or a dash, stands right before it.
    func needsBlank(before offset: Int) -> Bool {
        !isInJSON && offset > 0 && !Self.isBlank(bytes[offset - 1]) && bytes[offset - 1] != UInt8(ascii: "\n")
            && !"[{,".utf8.contains(bytes[offset - 1])
    }

    /// Where the blanks begin that a byte stands after.
    func trimmedStart(_ offset: Int) -> Int {
        var start = offset
        while start > 0, Self.isBlank(bytes[start - 1]) { start -= 1 }
        return start
    }

    /// Where the comments and empty lines begin that stand above the line of a byte; the start of that line where there are
    /// none. Nil where the byte is not the first of its line.
    func startOfComments(above offset: Int) -> Int? {
        var line = startOfLine(at: offset)
        guard bytes[line..<offset].allSatisfy(Self.isBlank) else { return nil }
        while line > 0 {
            let above = startOfLine(at: line - 1)
            guard let first = bytes[above..<line - 1].first(where: { !Self.isBlank($0) && $0 != UInt8(ascii: "\r") })
            else {
                line = above
                continue
            }
            guard first == UInt8(ascii: "#") else { break }
            line = above
        }
        return line
    }

    /// The lines that a range is on, with the last one's line feed.
    func wholeLines(_ range: Range<Int>) -> Range<Int> {
        let start = startOfLine(at: range.lowerBound)
        guard !isLineStart(range.upperBound) else { return start..<range.upperBound }
        let before = feedsBefore(range.upperBound)
        return start..<(before < feeds.count ? feeds[before] + 1 : bytes.count)
    }

    /// A member in brackets together with one of the commas beside it.
    func flowMember(endingAt end: Int, _ previousEnd: Int?, _ collection: Range<Int>) -> Range<Int> {
        if let previousEnd { return previousEnd..<end }
        let comma = bytes[end..<collection.upperBound].firstIndex(of: UInt8(ascii: ","))
        return collection.lowerBound + 1..<(comma.map { $0 + 1 } ?? end)
    }

    /// How many line feeds stand before a byte.
    private func feedsBefore(_ offset: Int) -> Int {
        var (low, high) = (0, feeds.count)
        while low < high {
            let middle = (low + high) / 2
            if feeds[middle] < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
