import Dependencies
import Testing

@Suite struct PodSettingsTests {
    @Test(arguments: [
        ("Always", "Always" as String?, TimeLimit.none, FailurePolicy.wait),
        ("absent", nil, .none, .wait),
        ("OnFailure", "OnFailure", .seconds(900), .fail),
        ("Never", "Never", .seconds(900), .fail),
        ("a policy that Kubernetes may have one day", "Sometimes", .none, .wait),
    ])
    func defaultsFollowTheRestartPolicy(name: String, policy: String?, timeout: TimeLimit, onFailure: FailurePolicy) {
        let question = Reading.of("for-service", "a", restartPolicy: policy).question
        #expect(question?.timeout == timeout)
        #expect(question?.onFailure == onFailure)
        #expect(question?.onTimeout == .fail)
    }

    @Test(arguments: ["Always", "Never"])
    func theServersSettingsComeBeforeTheDefaults(policy: String) {
        let defaults = PodDefaults(
            timeout: .seconds(60), onTimeout: .proceed, onFailure: policy == "Always" ? .fail : .wait)
        let question = Reading.of(["for-service": "a"], restartPolicy: policy, defaults: defaults).question
        #expect(question?.timeout == .seconds(60) && question?.onTimeout == .proceed)
        #expect(question?.onFailure == defaults.onFailure)
    }

    @Test func thePodsSettingsComeBeforeTheServers() {
        let defaults = PodDefaults(timeout: .seconds(60), onTimeout: .proceed, onFailure: .wait)
        let question = Reading.of(
            [
                "for-service": "a timeout=5 on-failure=wait", "timeout": "none", "on-timeout": "fail",
                "on-failure": "fail",
            ],
            restartPolicy: "Never", defaults: defaults
        ).question
        #expect(question?.timeout == TimeLimit.none && question?.onTimeout == .fail && question?.onFailure == .fail)
        // An item keeps its own beside them.
        #expect(question?.dependencies.first?.options.timeout == .seconds(5))
        #expect(question?.dependencies.first?.options.onFailure == .wait)
    }

    @Test(arguments: [
        ("seconds", "90", "1m30s"), ("a unit", "90s", "1m30s"), ("minutes", "5m", "5m"),
        ("Go's form", "1h30m", "1h30m"),
        ("more minutes than an hour has", "90m", "1h30m"), ("hours and seconds", "1h5s", "1h5s"),
        ("all units", "1h1m1s", "1h1m1s"),
        ("zeros", "0h05m0s", "5m"), ("blanks and a line's end", " 10m\n", "10m"), ("no limit", "none", "none"),
        ("the longest", "2147483647", "596523h14m7s"),
    ])
    func readsTimeLimits(name: String, value: String, canonical: String) {
        let reading = Reading.of(["for-service": "a", "timeout": value])
        #expect(reading.errors == [])
        #expect(reading.question?.timeout.description == canonical)
    }

    @Test(arguments: [
        ("cpu", "20m"), ("cpu", "1"), ("cpu", "0.5"), ("cpu", ".5"), ("cpu", "1e-3"), ("memory", "32Mi"),
        ("memory", "1.5Gi"),
        ("memory", "33554432"), ("memory", "1E"), ("memory", "1e6"), ("memory", "3E6"),
        ("image", "registry.example.com:5000/k8s-wait:1.2"),
        ("image", "k8s-wait@sha256:abc"),
    ])
    func keepsQuantitiesAndImagesAsTheyAreWritten(key: String, value: String) {
        let reading = Reading.of(key, " \(value) ")
        #expect(reading.errors == [])
        #expect([reading.cpu, reading.memory, reading.image].compactMap { $0 } == [value])
    }

    @Test func position() {
        #expect(Reading.of("position", "first").position == .first)
        #expect(Reading.of("position", "last").position == .last)
        #expect(Reading.of("timeout", "1m").position == nil)
    }

    @Test func settingsWithoutDependenciesAskNothing() {
        let reading = Reading.of(["timeout": "1m", "on-failure": "wait"])
        #expect(reading.question == nil && reading.errors == [] && reading.inject)
    }

    @Test func aPodMayOptOut() {
        let reading = Reading.of(["inject": "false", "for-service": "a, a, _", "unknown": ""])
        #expect(!reading.inject && reading.question == nil && reading.errors == [] && reading.warnings == [])
        let large = Reading.of(["inject": " false\n", "for-service": String(repeating: "a", count: 20_000)])
        #expect(!large.inject && large.errors == [])
        #expect(Reading.of(["inject": "true", "for-service": "a"]).texts == ["service/shop/a"])
    }

    @Test func whatTheProductWritesIsNotJudged() {
        let reading = Reading.of(["injected-by": "0.1.0", "copied": "wait.k8s/for-service"])
        #expect(reading.errors == [] && reading.question == nil && reading.inject)
    }

    @Test func keysOfOthersAreNotOurs() {
        let reading = PodAnnotations(
            [("wait.k8s.io/for-service", "!"), ("wait.k8s", "!"), ("example.com/wait.k8s/for-job", "!")],
            namespace: "shop", restartPolicy: nil)
        #expect(reading.errors == [] && reading.question == nil)
    }
}
