import Dependencies
import Testing

@Suite struct WaitQuestionTests {
    /// Arguments that are wrong, and what is said about them.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        let code: Diagnostic.Code
        let item: String
        let column: Int

        init(_ name: String, _ arguments: [String], _ code: Diagnostic.Code, item: String, column: Int = 1) {
            testDescription = name
            self.arguments = arguments
            self.code = code
            self.item = item
            self.column = column
        }
    }

    static let refusals = [
        Refusal("nothing", [], .unknownArgument, item: ""),
        Refusal("another command", ["entrypoint"], .unknownArgument, item: "entrypoint"),
        Refusal("no dependency", ["for", "--timeout=none"], .emptyList, item: ""),
        Refusal("an unknown option", ["for", "job/a/b", "--timout=5m"], .unknownArgument, item: "--timout=5m"),
        Refusal("an option without value", ["for", "job/a/b", "--timeout"], .missingValue, item: "--timeout"),
        Refusal("an option with an empty value", ["for", "job/a/b", "--timeout="], .missingValue, item: "--timeout="),
        Refusal("an option twice", ["for", "--timeout=1", "--timeout=1"], .repeatedOption, item: "--timeout=1"),
        Refusal("a wrong value", ["for", "--timeout=0"], .invalidDuration, item: "--timeout=0", column: 11),
        Refusal("a wrong word", ["for", "--on-timeout=pass"], .unknownWord, item: "--on-timeout=pass", column: 14),
        Refusal("an empty argument", ["for", ""], .emptyItem, item: ""),
        Refusal("a blank argument", ["for", " "], .emptyItem, item: " "),
        Refusal("no kind", ["for", "postgres"], .missingNamespace, item: "postgres"),
        Refusal("no namespace", ["for", "service/postgres"], .missingNamespace, item: "service/postgres", column: 9),
        Refusal("a DNS name", ["for", "service/a.b"], .missingNamespace, item: "service/a.b", column: 9),
        Refusal("a colon", ["for", "service/a:b"], .missingNamespace, item: "service/a:b", column: 9),
        Refusal("an unknown kind", ["for", "servce/a/b"], .unknownKind, item: "servce/a/b"),
        Refusal("a word that is no type", ["for", "resource/a/b"], .unknownKind, item: "resource/a/b"),
        Refusal("three separators", ["for", "service/a/b/c"], .twoSeparators, item: "service/a/b/c", column: 12),
        Refusal("a selector", ["for", "cronjob/a/(b=c)"], .unsupportedForm, item: "cronjob/a/(b=c)", column: 11),
        Refusal("two in one", ["for", "job/a/b, job/a/c"], .unsupportedForm, item: "job/a/b, job/a/c", column: 10),
        Refusal("a wrong name", ["for", "job/a/B"], .invalidName, item: "job/a/B", column: 7),
        Refusal("an open quote", ["for", "job/a/\"b"], .unclosedQuote, item: "job/a/\"b", column: 7),
        Refusal("too many", ["for"] + (0...64).map { "job/a/b\($0)" }, .tooManyDependencies, item: "job/a/b64"),
    ]

    @Test(arguments: refusals) func refuses(_ item: Refusal) {
        let error = #expect(throws: Diagnostic.self) { try WaitQuestion(arguments: item.arguments) }
        #expect(error?.code == item.code)
        #expect(error?.annotation == "arguments")
        #expect(error?.item == item.item)
        #expect(error?.column == item.column)
    }

    @Test func namesTheNearestOption() {
        let error = #expect(throws: Diagnostic.self) { try WaitQuestion(arguments: ["for", "job/a/b", "--timout=5m"]) }
        #expect(error?.message == "\"--timout\" is not an option; did you mean --timeout?")
        let kind = #expect(throws: Diagnostic.self) { try WaitQuestion(arguments: ["for", "servce/a/b"]) }
        #expect(kind?.message.hasPrefix("\"servce\" is not a type known here; did you mean service?") == true)
    }

    @Test func optionsLeftOutAreThoseOfAlways() throws {
        let question = try WaitQuestion(arguments: ["for", "job/a/b"])
        #expect(question.timeout == .none && question.onTimeout == .fail && question.onFailure == .wait)
    }

    @Test func optionsMayStandAnywhere() throws {
        let question = try WaitQuestion(
            arguments: ["for", "--on-failure=fail", "job/a/b", "--timeout=90", "service/a/b", "--on-timeout=proceed"])
        #expect(
            question.arguments == [
                "for", "job/a/b", "service/a/b", "--timeout=1m30s", "--on-timeout=proceed", "--on-failure=fail",
            ])
    }
}
