import Glibc
import Logging
import StructuredLogging
import Testing

@Suite struct StructuredLogHandlerTests {
    @Test(arguments: [
        (
            LogFormat.logfmt,
            "time=T level=warning logger=webhook message=\"two\\nlines \\\"quoted\\\"\" bad_key=\"\" uid=a-b\n"
        ),
        (
            LogFormat.json,
            #"{"time":"T","level":"warning","logger":"webhook","message":"two\nlines \"quoted\"","bad key":"","uid":"a-b"}"#
                + "\n"
        ),
    ])
    func aRecordIsOneLine(format: LogFormat, expected: String) {
        let line = format.line(
            time: "T", level: .warning, logger: "webhook", message: "two\nlines \"quoted\"",
            fields: [("bad key", ""), ("uid", "a-b")])
        #expect(String(decoding: line, as: UTF8.self) == expected)
    }

    @Test func writesWithTimeAndSortedMetadata() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        let writer = try LogWriter(descriptor: ends[1], format: .logfmt)
        var logger = Logger(label: "test") { label in
            StructuredLogHandler(label: label, level: .info, writer: writer)
        }
        logger[metadataKey: "z"] = "last"
        logger.debug("below the level")
        logger.info("hello", metadata: ["a": "first"])
        writer.flush()
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(ends[0], &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        #expect(text.hasSuffix("Z level=info logger=test message=hello a=first z=last\n"))
        #expect(text.prefix(while: { $0 != " " }).count == "time=2026-01-01T00:00:00.000Z".count)
    }

    @Test(arguments: [(LogFormat.logfmt, "count=1\n"), (.json, #""count":"1"}"# + "\n")])
    func aFullQueueDropsAndSaysHowMuch(format: LogFormat, end: String) throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let writer = try LogWriter(descriptor: ends[1], format: format, capacity: 8)
        writer.write(Array("0123456789\n".utf8))
        writer.write(Array("01\n".utf8))
        writer.flush()
        close(ends[1])
        var text = ""
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(ends[0], &bytes, bytes.count), count > 0 {
            text += String(decoding: bytes.prefix(count), as: UTF8.self)
        }
        close(ends[0])
        #expect(text.contains("01\n"))
        #expect(text.contains("lines dropped") && text.hasSuffix(end))
    }
}
