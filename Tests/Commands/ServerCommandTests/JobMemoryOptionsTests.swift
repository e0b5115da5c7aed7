import ArgumentParser
import JobMemory
import Testing

@testable import k8s_wait_server

@Suite struct JobMemoryOptionsTests {
    private static let required = [
        "--tls-cert", "a", "--tls-key", "b", "--tls-ca", "c", "--status-url", "https://s:9843", "--image", "i:1",
    ]

    @Test func sayWhereAndHowMuchIsRemembered() throws {
        let options = try ServerOptions.parse(
            Self.required + ["--namespace", "ops", "--job-memory-name", "memory", "--job-memory-bytes", "1000"])
        #expect(options.jobMemorySettings.namespace == "ops")
        #expect(options.jobMemorySettings.name == "memory" && options.jobMemorySettings.byteLimit == 1000)
    }

    @Test func haveSafeDefaults() throws {
        let settings = try ServerOptions.parse(Self.required).jobMemorySettings
        #expect(settings == JobMemorySettings(namespace: settings.namespace))
    }

    @Test(arguments: [
        ["--namespace", "a/b"], ["--namespace", ""], ["--namespace", "Ops"], ["--job-memory-name", "../x"],
        ["--job-memory-bytes", "-1"], ["--job-memory-bytes", "1000001"], ["--job-memory-bytes", "many"],
    ]) func refuseWhatCannotBe(arguments: [String]) {
        #expect(throws: (any Error).self) { try ServerOptions.parse(Self.required + arguments) }
    }
}
