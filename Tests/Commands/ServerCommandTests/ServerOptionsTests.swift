import Admission
import ArgumentParser
import Dependencies
import HTTPServer
import Posix
import StatusServer
import Testing

@testable import k8s_wait_server

@Suite struct ServerOptionsTests {
    private static let required = [
        "--tls-cert", "a", "--tls-key", "b", "--tls-ca", "c", "--status-url", "https://k8s-wait.k8s-wait.svc:9843",
        "--image", "k8s-wait:1",
    ]

    @Test func defaultsAreSafe() throws {
        let options = try ServerOptions.parse(Self.required)
        let settings = options.admissionSettings(pins: ["ab"])
        #expect(settings.image == "k8s-wait:1")
        #expect(settings.pins == ["ab"])
        #expect(settings.runAsUser == 65532)
        #expect(settings.isDenialSoft == false)
        #expect(settings.windows == .refuse)
        #expect(settings.allowedImages.isEmpty)
        #expect(settings.defaults == PodDefaults())
    }

    @Test func whoMayAskReachesTheSettings() throws {
        let options = try ServerOptions.parse(
            Self.required + ["--cross-namespace", "deny,job=allow", "--peer-limits", "unknown-pods=64,request-burst=9"])
        #expect(options.admissionSettings(pins: []).crossNamespace == CrossNamespacePolicy("deny,job=allow"))
        var settings = StatusServerSettings()
        options.trust.peerLimits.apply(to: &settings, connections: 77)
        #expect(settings.maximumWaitsPerPeer == 77)
        #expect(settings.maximumUnknownPodsPerPeer == 64)
        #expect(settings.requestBurstPerPeer == 9)
        try PeerLimitsArgument("streams=5").apply(to: &settings, connections: 77)
        #expect(settings.maximumWaitsPerPeer == 5)
    }

    @Test func optionsReachTheSettings() throws {
        let options = try ServerOptions.parse(
            Self.required + [
                "--timeout", "90s", "--on-timeout", "proceed", "--on-failure", "wait", "--position", "last",
                "--allowed-images", "a/*, b", "--status-addresses", "10.0.0.1,fd00::1", "--run-as-user", "none",
                "--on-mistake", "warn", "--image-pull-policy", "Always", "--allow-kinds", "configmaps",
            ])
        let settings = options.admissionSettings(pins: [])
        #expect(
            settings.defaults
                == PodDefaults(timeout: .seconds(90), onTimeout: .proceed, onFailure: .wait, position: .last))
        #expect(settings.allowedImages.map(\.description) == ["a/*", "b"])
        #expect(settings.statusAddresses == ["10.0.0.1", "fd00::1"])
        #expect(settings.allowedKinds == AllowedKinds("configmaps"))
        #expect(settings.runAsUser == nil)
        #expect(settings.isDenialSoft)
        #expect(settings.pullPolicy == .always)
    }

    @Test(arguments: [
        (["--status-url", "http://a"], "must be an https URL"),
        (["--status-addresses", "10.0.0.256"], "\"10.0.0.256\" is not an IP address"),
        (["--cpu", "20x"], "--cpu:"),
        (["--memory", "1m"], "--memory:"),
        (["--run-as-user", "0"], "neither a user's number above 0 nor none"),
        (["--loops", "-1"], "loops"),
        (["--legacy-listen", ":3000"], "must name the namespaces"),
        (["--legacy-listen", ":3000", "--legacy-namespaces", "a,*"], "must name the namespaces"),
        (["--legacy-namespaces", "shop"], "has no effect without --legacy-listen"),
        (["--allow-kinds", "certificates"], "The core group has no kind"),
        (["--timeout", "0"], "timeout"),
        (["--cross-namespace", "servce=deny"], "did you mean service?"),
        (["--cross-namespace", "service=deny,allow"], "has to come first"),
        (["--peer-limits", "stream=5"], "did you mean streams?"), (["--peer-limits", "streams"], "is not NAME=NUMBER"),
        (["--peer-limits", "streams=0"], "a whole number from 1"),
        (["--webhook-listen", "8443"], "webhook-listen"),
        (["--webhook-limits", "conections=5"], "did you mean connections?"),
        (["--webhook-limits", "connections=many"], "a whole number from 1"),
        (["--webhook-limits", "idle-timeout=0"], "a time such as 10s"),
        (["--webhook-limits", "connections"], "is not NAME=VALUE"),
    ])
    func refuses(arguments: [String], message: String) {
        #expect {
            try ServerOptions.parse(Self.required + arguments)
        } throws: { error in
            ServerOptions.message(for: error).contains(message)
        }
    }

    @Test func limitsChangeOnlyWhatTheyName() throws {
        let limits = try LimitsArgument("connections=5,idle-timeout=2m").applied(to: PortLimits.status)
        var expected = PortLimits.status
        expected.connections = 5
        expected.idleTimeout = .seconds(120)
        #expect(limits == expected)
    }

    @Test(arguments: [("0", 0), ("0s", 0), ("90", 90), ("1h30m", 5_400)])
    func durations(text: String, seconds: Int) {
        #expect(DurationArgument(argument: text)?.seconds == seconds)
    }

    @Test(arguments: ["", "-1", "5 s", "none", "1d"])
    func badDurations(text: String) {
        #expect(DurationArgument(argument: text) == nil)
    }
}
