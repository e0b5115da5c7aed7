import Dependencies
import Dialects
import Testing

@Suite struct DetectionTests {
    static let refusals = [
        RefusedRow("nothing at all", [], .emptyList, saying: "There are no arguments"),
        RefusedRow("an empty word", [""], .unknownArgument, saying: "in no form known"),
        RefusedRow("an option of nobody", ["--wait"], .unknownArgument, saying: "in no form known"),
        RefusedRow("for left out", ["service/db/postgres"], .unknownArgument, saying: "for KIND/NS/NAME"),
        RefusedRow("a plural", ["jobs", "db-migrate"], .unknownArgument, saying: "job|pod|service NAME"),
        RefusedRow("a kind of kubectl", ["deployment", "web"], .unknownArgument, saying: "in no form known"),
        RefusedRow(
            "two tools at once", ["job", "--name=x"], .unknownArgument, saying: "k8s-wait-for and k8s-when-ready"),
        RefusedRow(
            "a list after a kind", ["pod", "job,x"], .unknownArgument, saying: "k8s-wait-for and k8s-wait-for-multi"),
        RefusedRow(
            "arguments and environment", ["job", "x"], with: ["DEPENDENCY_SERVICE": "db"], .unknownArgument,
            in: "DEPENDENCY_SERVICE", saying: "keep one of the two"),
        RefusedRow(
            "our own arguments and environment", ["for", "service/a/b"], with: ["DEPENDENCY_JOBS": "db"],
            .unknownArgument,
            in: "DEPENDENCY_JOBS", saying: "those of k8s-wait"),
        RefusedRow(
            "kubernetes-entrypoint with arguments", command: ["kubernetes-entrypoint"], ["nova-api"], .unknownArgument,
            saying: "COMMAND"),
        RefusedRow("entrypoint with arguments", ["entrypoint", "nova-api"], .unknownArgument, saying: "COMMAND"),
        RefusedRow("a program without arguments", command: ["wait_for.sh"], [], .unknownKind, saying: "it begins with"),
    ]

    @Test(arguments: refusals) func refuses(_ row: RefusedRow) {
        let error = #expect(throws: Diagnostic.self) { try row.container.read() }
        #expect(error?.code == row.code)
        #expect(error?.annotation == row.place)
        #expect(error?.message.contains(row.words) == true, "\(error?.message ?? "")")
        #expect((error?.description.count ?? 999) <= Diagnostic.maximumLength)
    }

    /// How the program may be named, and the dialect that follows.
    static let entrypoints: [([String], [String])] = [
        (["kubernetes-entrypoint"], []), (["/usr/local/bin/kubernetes-entrypoint"], []), (["k8s-wait"], ["entrypoint"]),
        ([], ["entrypoint"]), ([], ["k8s-wait", "entrypoint"]), (["/k8s-wait", "entrypoint"], []),
        (["/opt/renamed"], []), ([], []),
    ]

    @Test(arguments: entrypoints) func entrypointIsKnownByNameOrEnvironment(_ command: [String], _ arguments: [String])
        throws
    {
        let container = Container(command: command, arguments: arguments, environment: ["COMMAND": "echo done"])
        let read = try container.read()
        #expect(read.dialect == .entrypoint)
        #expect(read.question.dependencies.isEmpty)
        #expect(read.entrypoint?.command?.words == ["echo", "done"])
        #expect(read.question.timeout == .none)
    }

    @Test func ourOwnFormPassesThrough() throws {
        let arguments = ["for", "service/db/postgres", "--timeout=10m", "--server=https://s:9843"]
        let read = try Container(command: ["k8s-wait"], arguments: arguments).read()
        #expect(read.dialect == .native)
        #expect(read.question == (try WaitQuestion(arguments: arguments)))
        #expect(read.clientFlags == [.server: "https://s:9843"])
        #expect(read.entrypoint == nil)
    }

    @Test func programNamesSelectADialectEach() {
        for name in Dialect.programNames {
            let error = #expect(throws: Diagnostic.self) {
                try Container(command: [name], arguments: ["--no-such-option"]).read()
            }
            #expect(error?.message.contains("in no form known") == false, "\(name): \(error?.message ?? "")")
        }
    }

    @Test func exitCodesAreThoseThatPeopleScriptAgainst() {
        #expect(Dialect.whenReady.exitCodes == .init(timedOut: 1, misused: 2, dependencyFailed: 2, refused: 2))
        for dialect in Dialect.allCases where dialect != .whenReady {
            #expect(dialect.exitCodes == .init(timedOut: 1, misused: 2, dependencyFailed: 3, refused: 4))
        }
    }
}
