import ArgumentParser
import Testing

@testable import k8s_wait_server

@Suite struct EnvironmentArgumentsTests {
    private struct Options: ParsableArguments {
        @Option var statusUrl = "default"
        @Option var cpu = "20m"
        @Flag var isLoud = false
        @OptionGroup var group: Group
    }

    private struct Group: ParsableArguments {
        @Option var memory = "32Mi"
    }

    @Test(
        arguments: [
            ("nothing", [:], [], "default", "20m", false),
            ("a variable", ["K8S_WAIT_STATUS_URL": "https://a"], [], "https://a", "20m", false),
            (
                "the flag wins", ["K8S_WAIT_STATUS_URL": "https://a"], ["--status-url", "https://b"], "https://b",
                "20m", false
            ),
            ("the flag with = wins", ["K8S_WAIT_CPU": "1"], ["--cpu=2"], "default", "2", false),
            ("an empty one counts as none", ["K8S_WAIT_CPU": ""], [], "default", "20m", false),
            ("a switch", ["K8S_WAIT_IS_LOUD": "true"], [], "default", "20m", true),
            ("a switch that is off", ["K8S_WAIT_IS_LOUD": "False"], [], "default", "20m", false),
            (
                "what service links make",
                ["K8S_WAIT_PORT": "tcp://10.0.0.1:443", "K8S_WAIT_SERVICE_HOST": "10.0.0.1"],
                [], "default", "20m", false
            ),
            ("a value that begins with a dash", ["K8S_WAIT_CPU": "-1"], [], "default", "-1", false),
        ] as [(String, [String: String], [String], String, String, Bool)])
    func merges(
        what: String, environment: [String: String], arguments: [String], url: String, cpu: String, isLoud: Bool
    ) throws {
        let merged = try EnvironmentArguments(Options()).merged(arguments, environment: environment)
        let options = try Options.parse(merged)
        #expect(options.statusUrl == url, "\(what)")
        #expect(options.cpu == cpu, "\(what)")
        #expect(options.isLoud == isLoud, "\(what)")
    }

    @Test func readsTheOptionsOfGroupsToo() throws {
        let merged = try EnvironmentArguments(Options()).merged([], environment: ["K8S_WAIT_MEMORY": "1Gi"])
        #expect(try Options.parse(merged).group.memory == "1Gi")
    }

    @Test func refusesASwitchThatIsNeitherTrueNorFalse() {
        #expect {
            try EnvironmentArguments(Options()).merged([], environment: ["K8S_WAIT_IS_LOUD": "maybe"])
        } throws: { error in
            "\(error)".contains("K8S_WAIT_IS_LOUD=\"maybe\" is neither true nor false")
        }
    }
}
