import Dependencies
import Testing

@Suite struct ClientFlagTests {
    @Test(arguments: [
        ("with =", ["for", "--server=https://a:1", "job/a/b", "--ca-file=/ca.pem", "--timeout=5m", "--output=text"]),
        (
            "apart",
            ["for", "--server", "https://a:1", "job/a/b", "--ca-file", "/ca.pem", "--timeout=5m", "--output", "text"]
        ),
        ("before", ["--output=text", "--server=https://a:1", "--ca-file=/ca.pem", "for", "job/a/b", "--timeout=5m"]),
    ])
    func areNoPartOfTheQuestion(_ name: String, _ arguments: [String]) throws {
        let (values, question) = try ClientFlag.split(arguments)
        #expect(values == [.server: "https://a:1", .caFile: "/ca.pem", .output: "text"], "\(name)")
        #expect(question == ["for", "job/a/b", "--timeout=5m"])
        #expect(try WaitQuestion(arguments: arguments) == WaitQuestion(arguments: question))
    }

    @Test(
        arguments: [
            ("no value", ["for", "job/a/b", "--server"], .missingValue),
            ("an empty value", ["for", "job/a/b", "--server="], .missingValue),
            ("twice", ["for", "job/a/b", "--server=a", "--server=b"], .repeatedOption),
            ("misspelt", ["for", "job/a/b", "--sever=a"], .unknownArgument),
        ] as [(String, [String], Diagnostic.Code)])
    func refuses(_ name: String, _ arguments: [String], _ code: Diagnostic.Code) throws {
        let error = try #require(throws: Diagnostic.self) { try WaitQuestion(arguments: arguments) }
        #expect(error.code == code, "\(name)")
    }

    @Test func theNearestWordMayBeOneOfThem() throws {
        let error = try #require(throws: Diagnostic.self) {
            try WaitQuestion(arguments: ["for", "job/a/b", "--sever=a"])
        }
        #expect(error.message.contains("--server"))
    }
}
