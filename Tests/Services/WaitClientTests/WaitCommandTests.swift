import Dependencies
import HTTPClient
import Posix
import StatusAPI
import Testing

@testable import WaitClient

@Suite struct WaitCommandTests {
    private static let pin = String(repeating: "ab", count: 32)
    private static let full = [
        "K8S_WAIT_SERVER": "https://k8s-wait.k8s-wait.svc:9843", "K8S_WAIT_PINS": pin, "POD_NAMESPACE": "shop",
        "POD_NAME": "api-1", "POD_UID": "u-1", "NODE_NAME": "n",
    ]

    private static func read(
        _ arguments: [String], _ changes: [String: String] = [:], without: String? = nil
    ) throws(WaitClientError) -> WaitConfiguration? {
        var environment = full.merging(changes) { $1 }
        if let without { environment[without] = nil }
        let command = try WaitCommand(arguments: arguments, environment: { environment[$0] })
        guard case .wait(let configuration) = command else { return nil }
        return configuration
    }

    @Test func readsWhatTheWebhookWrites() throws {
        let configuration = try #require(
            try Self.read(
                ["for", "service/db/postgres", "--timeout=10m", "--on-timeout=proceed", "--on-failure=fail"],
                ["K8S_WAIT_ADDRESSES": "10.0.0.7, fd00::7", "K8S_WAIT_PORT_9843_TCP": "tcp://10.0.0.7:9843"]))
        #expect(configuration.question.timeout == .seconds(600))
        #expect(configuration.question.onTimeout == .proceed)
        #expect(configuration.identity.namespace == "shop")
        #expect(configuration.identity.pod == "api-1")
        #expect(configuration.identity.uid == "u-1")
        #expect(configuration.server.port == 9843)
        #expect(configuration.addresses.map(\.description) == ["10.0.0.7:9843", "[fd00::7]:9843"])
        #expect(configuration.trust == .pins([[UInt8](repeating: 0xAB, count: 32)]))
    }

    @Test func flagsWinAndMayStandAnywhere() throws {
        let configuration = try #require(
            try Self.read([
                "for", "--server", "https://a:1", "job/a/b", "--ca-file=/ca.pem", "--output=text", "--timeout=none",
            ]))
        #expect(configuration.server.description == "https://a:1")
        #expect(configuration.trust == .file("/ca.pem"))
        #expect(configuration.question.dependencies.count == 1)
    }

    @Test(arguments: [
        ("K8S_WAIT_SERVER", "--server=URL"), ("K8S_WAIT_PINS", "--ca-file=FILE"),
        ("POD_UID", "fieldPath: metadata.uid"),
        ("POD_NAME", "fieldPath: metadata.name"), ("POD_NAMESPACE", "- name: POD_NAMESPACE"),
    ])
    func saysWhatToAdd(_ variable: String, _ advice: String) throws {
        let error = try #require(throws: WaitClientError.self) { try Self.read(["for", "job/a/b"], without: variable) }
        #expect(error.code == .missingSetting)
        #expect(error.message.contains(advice))
        // An empty variable is as good as none.
        #expect(throws: error) { try Self.read(["for", "job/a/b"], [variable: ""]) }
    }

    @Test(
        arguments: [
            ("nothing", [], [:]), ("no dependency", ["for"], [:]), ("bad dependency", ["for", "jbo/a"], [:]),
            ("unknown flag", ["for", "job/a/b", "--quiet"], [:]),
            ("other output", ["for", "job/a/b", "--output=xml"], [:]),
            ("flag without a value", ["for", "job/a/b", "--server"], [:]),
            ("flag twice", ["for", "job/a/b", "--server=https://a", "--server=https://b"], [:]),
            ("plain http", ["for", "job/a/b"], ["K8S_WAIT_SERVER": "http://a"]),
            ("short pin", ["for", "job/a/b"], ["K8S_WAIT_PINS": "abcd"]),
            ("pin of other letters", ["for", "job/a/b"], ["K8S_WAIT_PINS": String(repeating: "g", count: 64)]),
            ("no pin", ["for", "job/a/b"], ["K8S_WAIT_PINS": ","]),
            ("name as address", ["for", "job/a/b"], ["K8S_WAIT_ADDRESSES": "host"]),
        ] as [(String, [String], [String: String])])
    func refuses(_ name: String, _ arguments: [String], _ changes: [String: String]) {
        #expect(throws: WaitClientError.self, "\(name)") { try Self.read(arguments, changes) }
    }

    @Test(arguments: [["--help"], ["for", "-h"], ["--version"]])
    func needsNothingToTellAboutItself(_ arguments: [String]) throws {
        switch try WaitCommand(arguments: arguments, environment: { _ in nil }) {
        case .help: #expect(arguments != ["--version"])
        case .version: #expect(arguments == ["--version"])
        case .wait, .enter: Issue.record("it would wait")
        }
    }
}
