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
    func declaresJSON(name: String, fields: [(String, String)], expected: Bool) {
        var headers = HTTPHeaders()
        for (name, value) in fields { headers.append(name, value) }
        #expect(headers.declaresJSON == expected, "\(name)")
    }
}
