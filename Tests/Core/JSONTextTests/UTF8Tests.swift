import JSONText
import Testing

/// RFC 3629 at its edges: the first and last scalar of each length, and what lies just outside.
@Suite struct UTF8Tests {
    static let wellFormed: [[UInt8]] = [
        [0x7F], [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80],
        [0xEF, 0xBF, 0xBF],
        [0xE1, 0x80, 0x80], [0xEC, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80], [0xF1, 0x80, 0x80, 0x80],
        [0xF3, 0xBF, 0xBF, 0xBF], [0xF4, 0x8F, 0xBF, 0xBF],
    ]

    static let illFormed: [(name: String, bytes: [UInt8])] = [
        ("continuation alone", [0x80]), ("last continuation alone", [0xBF]), ("overlong slash", [0xC0, 0xAF]),
        ("overlong NUL", [0xC0, 0x80]), ("overlong delete", [0xC1, 0xBF]), ("two bytes cut", [0xC2]),
        ("two bytes, second too low", [0xC2, 0x7F]), ("two bytes, second too high", [0xC2, 0xC0]),
        ("overlong three bytes", [0xE0, 0x9F, 0xBF]), ("three bytes cut after one", [0xE1]),
        ("three bytes cut after two", [0xE1, 0x80]), ("three bytes, third too low", [0xE1, 0x80, 0x7F]),
        ("three bytes, third too high", [0xE1, 0x80, 0xC0]), ("first surrogate", [0xED, 0xA0, 0x80]),
        ("last surrogate", [0xED, 0xBF, 0xBF]), ("surrogate pair", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]),
        ("overlong four bytes", [0xF0, 0x8F, 0xBF, 0xBF]), ("four bytes cut after one", [0xF1]),
        ("four bytes cut after two", [0xF1, 0x80]), ("four bytes cut after three", [0xF1, 0x80, 0x80]),
        ("four bytes, fourth too high", [0xF1, 0x80, 0x80, 0xFF]),
        ("beyond the last scalar", [0xF4, 0x90, 0x80, 0x80]),
        ("lead of five", [0xF8, 0x88, 0x80, 0x80, 0x80]), ("lead of six", [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80]),
        ("byte order mark of UTF-16", [0xFE, 0xFF]), ("all ones", [0xFF]),
    ]

    /// At every distance from a word's end, since plain bytes are passed eight at a time.
    private func texts(_ bytes: [UInt8]) -> [[UInt8]] {
        let quote = UInt8(ascii: "\"")
        return (0..<10).flatMap { before in
            [0, 9].map { after in
                let plain = UInt8(ascii: "p")
                return [quote] + [UInt8](repeating: plain, count: before) + bytes
                    + [UInt8](repeating: plain, count: after) + [quote]
            }
        }
    }

    @Test(arguments: wellFormed) func accepts(bytes: [UInt8]) throws {
        for text in texts(bytes) {
            #expect(Verdict.all(text) == [nil, nil])
            var reader = JSONReader(text.span)
            #expect(try Array(reader.readString().utf8) == Array(text.dropFirst().dropLast()))
        }
    }

    @Test(arguments: illFormed) func rejects(name: String, bytes: [UInt8]) {
        for text in texts(bytes) {
            for verdict in Verdict.all(text) { #expect(verdict?.code == .invalidUTF8) }
            for verdict in Verdict.all(Array(#"{"a":[{"#.utf8) + text + Array(":1}]}".utf8)) {
                #expect(verdict?.code == .invalidUTF8)
            }
        }
    }

    /// Every pair of bytes that begins a scalar of two or more, against the standard library.
    @Test(arguments: UInt8(0x80)...UInt8(0xFF)) func everyLeadAgreesWithTheStandardLibrary(lead: UInt8) {
        let quote = UInt8(ascii: "\"")
        for second in UInt8.min...UInt8.max where second != quote && second != UInt8(ascii: "\\") && second >= 0x20 {
            for tail in [[], [0x80], [0xBF, 0x80]] as [[UInt8]] {
                let scalar = [lead, second] + tail
                let expected = String(validating: scalar, as: UTF8.self) != nil
                let verdict = Verdict.skipping([quote] + scalar + [quote])
                if (verdict == nil) != expected { Issue.record("\(scalar)") }
            }
        }
    }
}
