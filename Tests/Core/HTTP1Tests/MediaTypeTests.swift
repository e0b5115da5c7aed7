import HTTP1
import Testing

@Suite struct MediaTypeTests {
    @Test(arguments: [
        ("plain", [("Content-Type", "application/json")], true),
        ("parameters, blanks and capitals", [("content-type", "Application/JSON \t; charset=UTF-8")], true),
        ("no coding", [("Content-Type", "application/json"), ("Content-Encoding", "Identity")], true),
        ("none", [], false),
        ("empty", [("Content-Type", "")], false),
        ("another", [("Content-Type", "text/json")], false),
        ("longer", [("Content-Type", "application/json-patch+json")], false),
        ("blanks inside", [("Content-Type", "application/ json")], false),
        ("twice", [("Content-Type", "application/json"), ("Content-Type", "application/json")], false),
        ("compressed", [("Content-Type", "application/json"), ("Content-Encoding", "gzip")], false),
    ])
    func declaresJSON(name: String, fields: [(String, String)], expected: Bool) throws {
        let lines = fields.map { "\($0): \($1)\r\n" }.joined()
        let bytes = Array("POST / HTTP/1.1\r\nHost: x\r\n\(lines)\r\n".utf8)
        var parser = RequestParser()
        let (head, _) = try #require(try parser.parse(bytes.span))
        #expect(head.headers.declaresJSON == expected, "\(name)")
    }
}
