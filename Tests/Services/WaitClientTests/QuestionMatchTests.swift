import Dependencies
import Dialects
import StatusAPI
import Testing

@testable import WaitClient

/// An answer to another question releases nobody.
@Suite struct QuestionMatchTests {
    private static let postgres = "service/db/postgres"
    private static let migrate = #"job/shop/migrate match="app=x,tier in (a,b)" timeout=5m"#
    private static let probe = "tcp/db:5432"

    private static func match(_ heard: [String]) throws -> QuestionMatch {
        var match = QuestionMatch(try WaitQuestion(arguments: ["for", postgres, migrate, probe]))
        match.begin()
        for dependency in heard { match.take(dependency) }
        return match
    }

    @Test(
        arguments: [
            ("in order", [postgres, migrate]), ("in another order", [migrate, postgres]),
            ("repeated", [postgres, migrate, postgres]),
            ("options in another order", [postgres, #"job/shop/migrate timeout=5m match="app=x,tier in (a,b)""#]),
        ])
    func theSameQuestion(_ name: String, _ heard: [String]) throws {
        #expect(try Self.match(heard).doubt == nil)
    }

    @Test(
        arguments: [
            ("nothing", [], "it says nothing of service/db/postgres. "),
            ("a part", [migrate], "it says nothing of service/db/postgres. "),
            (
                "one more", [postgres, migrate, "service/db/cache"],
                ": it judges service/db/cache, which this container does not ask for. "
            ),
            (
                "another", ["service/dev/postgres", migrate],
                "nothing of service/db/postgres, and it judges service/dev/postgres, which"
            ),
            ("other options", ["\(postgres) min=2", migrate], "and it judges service/db/postgres min=2, which"),
            ("what cannot be read", [postgres, migrate, "moon/a/b"], "it judges moon/a/b, which"),
        ] as [(String, [String], String)])
    func anotherQuestion(_ name: String, _ heard: [String], _ part: String) throws {
        let doubt = try #require(try Self.match(heard).doubt)
        #expect(doubt.contains(part), "\(doubt)")
        #expect(doubt.hasSuffix("not in a ConfigMap or Secret of envFrom"))
    }

    @Test func eachAnswerIsHeldToItsOwnLines() throws {
        var match = try Self.match([Self.postgres, Self.migrate])
        match.begin()
        #expect(match.doubt != nil)
    }

    @Test func probesAloneAreNoMatterOfTheServers() throws {
        #expect(QuestionMatch(try WaitQuestion(arguments: ["for", Self.probe])).doubt == nil)
    }

    /// The refusal's reason comes through whole, however long the names are.
    @Test func theAdviceIsNeverCutOff() throws {
        let name = String(repeating: "nn.", count: 80) + "n"
        var machine = WaitMachine(question: try WaitQuestion(arguments: ["for", "pod/shop/\(name)"]))
        var generator = Halves()
        _ = machine.handle(.answered(status: 200, retryAfter: nil), at: .zero, using: &generator)
        _ = machine.handle(verdict("pod/other/\(name)", .ready, ""), at: .zero, using: &generator)
        let actions = machine.handle(.line(.outcome(.released)), at: .zero, using: &generator)
        guard case .exit(let exit)? = actions.last else {
            Issue.record("the wait goes on")
            return
        }
        #expect(exit.code(in: .native) == 4)
        #expect(exit.termination.hasSuffix("of envFrom"))
    }
}
