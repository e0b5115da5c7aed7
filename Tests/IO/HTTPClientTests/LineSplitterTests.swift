import HTTPClient
import Testing

@Suite struct LineSplitterTests {
    /// However the bytes are divided, the lines are the same, and what has no newline yet is none.
    @Test func anyDivisionGivesTheSame() throws {
        let bytes = Array("{\"a\":1}\n\n{\"b\":2}\nrest".utf8)
        for cut in 0...bytes.count {
            var splitter = LineSplitter(limit: 100)
            let lines = try splitter.lines(Array(bytes[..<cut])) + splitter.lines(Array(bytes[cut...]))
            #expect(lines.map { String(decoding: $0, as: UTF8.self) } == ["{\"a\":1}", "{\"b\":2}"])
        }
    }

    @Test(arguments: [("whole", ["123456\n"]), ("without an end", ["123456"]), ("in parts", ["123", "456\n"])])
    func refusesALongLine(_ name: String, _ parts: [String]) {
        #expect(throws: HTTPClientError.self, "\(name)") {
            var splitter = LineSplitter(limit: 5)
            for part in parts { _ = try splitter.lines(Array(part.utf8)) }
        }
    }

    @Test func aLineAtTheLimitPasses() throws {
        var splitter = LineSplitter(limit: 5)
        #expect(try splitter.lines(Array("12345\n12345\n".utf8)).count == 2)
    }
}
