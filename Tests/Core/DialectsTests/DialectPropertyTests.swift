import CoreTestKit
import Dependencies
import Dialects
import Testing

@Suite struct DialectPropertyTests {
    private static let words = [
        "for", "entrypoint", "job", "pod", "service", "job-we", "pod-wr", "-lapp=x", "-l", "app in (a,b)", "-n",
        "infra",
        "--type=job", "--type", "--name=a", "--uptime=3", "a", "web-0", "job,a", "shop,pod,b", ",", "a,b,c,d", "",
        "--timeout=1m", "google.com", "service/db/postgres", "--", "-", "--server=https://s", "\u{0}", "é", "a b", "(",
        "\"",
    ]
    private static let values = [
        "", "a", "a:b", "a,,b", "[]", "null", #"[{"name":"a"}]"#, "/etc/x", "::", " ", "[", "a b",
    ]
    private static let names = [
        "DEPENDENCY_SERVICE", "DEPENDENCY_JOBS", "DEPENDENCY_JOBS_JSON", "DEPENDENCY_DAEMONSET", "DEPENDENCY_POD_JSON",
        "DEPENDENCY_CUSTOM_RESOURCE", "DEPENDENCY_CONTAINER", "DEPENDENCY_SOCKET", "DEPENDENCY_CONFIG", "NAMESPACE",
        "COMMAND", "TREAT_ERRORS_AS_READY",
    ]

    /// Whatever is written, the answer is a refusal that says why, or a question that its own canonical text asks again:
    /// the client, the server and a person who reads a log mean the same by it.
    @Test func whatIsReadIsWhatIsWaitedFor() throws {
        var random = SeededGenerator(seed: 20)
        var readable = 0
        for _ in 0..<20_000 {
            var container = Container()
            if random.once(in: 3) { container.command = [random.pick(Dialect.programNames + ["k8s-wait", "/x"])] }
            for _ in 0..<random.index(below: 5) { container.arguments.append(random.pick(Self.words)) }
            for _ in 0..<random.index(below: 3) {
                container.environment[random.pick(Self.names)] = random.pick(Self.values)
            }
            do throws(Diagnostic) {
                let question = try container.read().question
                readable += 1
                guard !question.dependencies.isEmpty else { continue }
                #expect(try WaitQuestion(arguments: question.arguments) == question)
                #expect(Set(question.dependencies).count == question.dependencies.count)
            } catch {
                #expect(!error.message.isEmpty && error.description.count <= Diagnostic.maximumLength)
            }
        }
        #expect(readable > 1000)
    }
}
