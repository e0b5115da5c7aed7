import Glibc
import Testing

@testable import WaitClient

@Suite struct TerminationLogTests {
    private static func written(_ line: String) throws -> String {
        let file = try TemporaryFile(Array("an older and longer message".utf8))
        TerminationLog(file.path).write(line)
        return try file.contents()
    }

    @Test(arguments: [("", ""), ("released", "released"), ("two\r\nlines", "two  lines")])
    func isOneLine(line: String, expected: String) throws {
        #expect(try Self.written(line) == expected)
    }

    /// The message goes into the pod's status, which must be UTF-8.
    @Test(arguments: 0..<4)
    func isCutBetweenCharacters(offset: Int) throws {
        let line = String(repeating: "x", count: 4090 + offset) + "🚀🚀🚀"
        let text = try Self.written(line)
        #expect(line.hasPrefix(text) && text.utf8.count <= 4096 && text.utf8.count > 4092)
    }

    /// A wait does not hang for its log.
    @Test func aPipeThatNobodyReadsIsPassedOver() throws {
        let file = try TemporaryFile()
        let path = file.path + ".pipe"
        try #require(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        TerminationLog(path).write("released")
    }
}
