import Dialects
import Testing

@Suite struct EntrypointCommandTests {
    static func command(_ text: String?) throws -> EntrypointCommand? {
        var environment = ["DEPENDENCY_SERVICE": ""]
        environment["COMMAND"] = text
        return try Container(environment: environment).read().entrypoint?.command
    }

    static let splits: [(String, [String])] = [
        ("echo done", ["echo", "done"]),
        ("sleep inf", ["sleep", "inf"]),
        ("  /bin/sh  -c\ttrue\n", ["/bin/sh", "-c", "true"]),
        ("sh -c 'a b'", ["sh", "-c", "'a", "b'"]),
    ]

    @Test(arguments: splits) func splitsAtBlanks(_ text: String, _ words: [String]) throws {
        #expect(try Self.command(text)?.words == words)
    }

    @Test(arguments: [nil, "", "  \n"]) func mayBeMissing(_ text: String?) throws {
        #expect(try Self.command(text) == nil)
    }

    @Test func twoAreBuiltIn() throws {
        #expect(try Self.command("echo done now")?.builtIn == .echo("done now"))
        #expect(try Self.command("echo")?.builtIn == .echo(""))
        #expect(try Self.command("true x")?.builtIn == .true)
        #expect(try Self.command("/bin/echo done")?.builtIn == nil)
        #expect(try Self.command("nova-api")?.builtIn == nil)
    }
}
