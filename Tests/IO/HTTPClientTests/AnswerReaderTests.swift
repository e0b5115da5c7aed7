import HTTP1
import Testing

@testable import HTTPClient

@Suite struct AnswerReaderTests {
    private static let answer =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na\n\r\n1\r\nb\r\n0\r\n\r\n"

    @Test func byteByByte() throws {
        var reader = AnswerReader(method: "POST")
        var statuses: [Int] = []
        var body: [UInt8] = []
        var isComplete = false
        for byte in Self.answer.utf8 {
            reader.buffer.append(byte)
            if statuses.isEmpty, let head = try reader.head() { statuses.append(head.status) }
            guard !statuses.isEmpty else { continue }
            if let part = try reader.body() { body += part } else { isComplete = true }
        }
        #expect(statuses == [200])
        #expect(body == Array("a\nb".utf8))
        #expect(isComplete)
    }

    @Test(arguments: [
        ("nothing", "", false), ("half a head", "HTTP/1.1 200 OK\r\n", false),
        ("half a body", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na", false),
        ("half the chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", false),
        ("body until the end", "HTTP/1.1 200 OK\r\n\r\na", true),
    ])
    func mayEnd(_ name: String, _ text: String, _ expected: Bool) throws {
        var reader = AnswerReader(method: "GET")
        reader.buffer = Array(text.utf8)
        if try reader.head() != nil { _ = try reader.body() }
        #expect(reader.close() == expected, "\(name)")
    }

    @Test(arguments: [
        "HTTP/2 200\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "hello\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
    ])
    func refuses(_ text: String) {
        #expect { () throws in
            var reader = AnswerReader(method: "GET")
            reader.buffer = Array(text.utf8)
            _ = try reader.head()
        } throws: {
            ($0 as? HTTPClientError)?.code == .badAnswer
        }
    }
}
