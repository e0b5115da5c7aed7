import JSONText
import Testing

@Suite struct LineSplitterTests {
    /// The lines that come out of these pieces; nil when one is refused.
    private static func lines(_ pieces: [[UInt8]], limit: Int) -> [String]? {
        var splitter = LineSplitter(limit: limit)
        var texts: [String] = []
        for piece in pieces {
            guard let lines = splitter.append(piece) else { return nil }
            texts += lines.ranges.map { String(decoding: lines.bytes[$0], as: UTF8.self) }
        }
        return texts
    }

    /// However the bytes are divided, the lines are the same, and what has no newline yet is none.
    @Test func anyDivisionGivesTheSame() {
        let bytes = Array("{\"a\":1}\n\n{\"b\":2}\nrest".utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                let pieces = [Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])]
                #expect(Self.lines(pieces, limit: 100) == ["{\"a\":1}", "{\"b\":2}"])
            }
        }
    }

    @Test(arguments: [
        ("whole", ["123456\n"]), ("without an end", ["123456"]), ("in parts", ["123", "456\n"]),
        ("after a good one", ["1\n123456\n"]), ("the rest", ["1\n", "2\n123456"]),
    ])
    func refusesALongLine(_ name: String, _ pieces: [String]) {
        #expect(Self.lines(pieces.map { Array($0.utf8) }, limit: 5) == nil, "\(name)")
    }

    @Test(arguments: [["12345\n12345\n"], ["12345", "\n12345\n"], ["1", "2345\n", "12345\n1"]])
    func aLineAtTheLimitPasses(_ pieces: [String]) {
        #expect(Self.lines(pieces.map { Array($0.utf8) }, limit: 5) == ["12345", "12345"])
    }
}
