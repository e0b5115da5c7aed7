import Admission
import CoreTestKit
import Dependencies
import Testing

/// For any pod: what is not ours is untouched, our container is restricted, and twice is once.
@Suite struct GeneratedPodTests {
    @Test(arguments: 0..<4) func holdsForAnyPod(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var injected = 0
        for number in 0..<150 {
            let review = Self.review(&random)
            let admission = Admission(Self.settings(&random))
            let changed = try PatchCheck.check(
                review.body, by: admission, "seed \(seed), pod \(number): \(review.object)")
            if changed["spec"]?["initContainers"]?.elements.contains(where: PatchCheck.isOurs) == true { injected += 1 }
        }
        #expect(injected > 50)
    }

    private static func settings(_ random: inout SeededGenerator) -> AdmissionSettings {
        var settings = Reviews.settings
        if Bool.random(using: &random) { settings.pullSecret = "our-pull-secret" }
        if Bool.random(using: &random) { settings.runAsUser = nil }
        if Bool.random(using: &random) { settings.pullPolicy = nil }
        if Bool.random(using: &random) { settings.defaults.position = .last }
        settings.isDenialSoft = Bool.random(using: &random)
        settings.windows = Bool.random(using: &random) ? .allow : .refuse
        return settings
    }

    static func review(_ random: inout SeededGenerator) -> PodReview {
        var review = PodReview(annotations: [
            ("wait.k8s/for-service", random.pick(["db/postgres", "a, b/c port=1", "x,,x"]))
        ])
        if random.once(in: 3) { review.annotations.append(("wait.k8s/for-job", random.pick(["migrate", "a b c"]))) }
        if random.once(in: 4) { review.annotations.append(("wait.k8s/position", random.pick(["first", "last"]))) }
        if random.once(in: 4) { review.annotations.append(("wait.k8s/cpu", random.pick(["1", "0.5", "100m"]))) }
        if random.once(in: 6) { review.annotations.append(("wait.k8s/injected-by", random.pick(["1.2.3", "0"]))) }
        if random.once(in: 4) { review.annotations.insert((text(&random), text(&random)), at: 0) }
        if random.once(in: 8) { review.annotations = random.once(in: 2) ? [] : [("example.com/a", "b")] }
        if random.once(in: 20) { review.annotations.append(("kubernetes.io/config.mirror", "x")) }

        var metadata = [random.pick([#""name":"web""#, #""generateName":"web-""#])]
        if random.once(in: 2) {
            metadata.append(
                #""labels":"#
                    + random.pick(
                        [
                            "null", "{}", #"{"a":"b"}"#, #"{"wait.k8s/gated":"true"}"#, #"{"x~1/y":"\u00fc"}"#,
                            #"{"wait.k8s/Gated":"true","wait.k8s~1gated":"","wait.k8s/gated2":"x"}"#,
                        ]))
        }
        // Names that differ from ours in case only, as decoders that look away would mix up.
        if random.once(in: 4) { metadata.append(#""Annotations":{"wait.k8s/for-job":"x"},"LABELS":[1]"#) }
        review.metadata = (metadata + foreign(&random)).shuffled(using: &random).joined(separator: ",")

        var spec = [#""containers":["# + containers("app", 1 + random.index(below: 3), &random) + "]"]
        switch random.index(below: 5) {
        case 0: spec.append(#""initContainers":null"#)
        case 1: spec.append(#""initContainers":[]"#)
        case 2, 3:
            let count = random.once(in: 10) ? 40 : 1 + random.index(below: 3)
            var list = [containers("init", count, &random)]
            if random.once(in: 3) { list.insert(random.pick(sidecars), at: random.index(below: 2)) }
            spec.append(#""initContainers":["# + list.joined(separator: ",") + "]")
        default: break
        }
        if random.once(in: 3) { spec.append(#""hostNetwork":"# + random.pick(["true", "false", "null"])) }
        if random.once(in: 3) {
            spec.append(#""dnsPolicy":"# + random.pick([#""None""#, #""ClusterFirst""#, "null"]))
        }
        if random.once(in: 3) { spec.append(#""restartPolicy":"# + random.pick([#""Never""#, #""Always""#])) }
        if random.once(in: 4) {
            spec.append(#""imagePullSecrets":"# + random.pick(["null", "[]", #"[{"name":"a"}]"#, #"[{}]"#]))
        }
        if random.once(in: 15) { spec.append(#""os":{"name":"windows"}"#) }
        if random.once(in: 6) { spec.append(#""resources":{"limits":{"cpu":"2"}}"#) }
        if random.once(in: 3) { spec.append(#""securityContext":"# + random.pick(contexts)) }
        if random.once(in: 6) { spec.append(#""InitContainers":[{"name":"k8s-wait"}],"hostnetwork":7"#) }
        if random.once(in: 6) { spec.append(#""volumes":[{"name":"k8s-wait","emptyDir":{}}],"hostPID":true"#) }
        review.spec = (spec + foreign(&random)).shuffled(using: &random).joined(separator: ",")
        return review
    }

    /// What service meshes put in: of such a pod our container must stay first, or last, of all others.
    private static let sidecars = [
        #"{"name":"istio-init","image":"istio/proxyv2","securityContext":{"capabilities":{"add":["NET_ADMIN"]},"runAsUser":0}}"#,
        #"{"name":"istio-proxy","image":"istio/proxyv2","restartPolicy":"Always","startupProbe":{"httpGet":{"port":15021}}}"#,
        #"{"name":"linkerd-proxy","image":"cr.l5d.io/proxy","restartPolicy":"Always","resources":{"requests":{"cpu":"100m"}}}"#,
    ]

    /// Security contexts of a pod, which ours must not depend on.
    private static let contexts = [
        #"{"runAsUser":0,"runAsNonRoot":false}"#, #"{"seccompProfile":{"type":"Unconfined"},"fsGroup":1}"#, "null",
        "{}",
        #"{"runAsUser":1000,"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"},"supplementalGroupsPolicy":"Strict"}"#,
    ]

    private static func containers(_ prefix: String, _ count: Int, _ random: inout SeededGenerator) -> String {
        (0..<count).map { index in
            var members = [#""name":"\#(prefix)\#(index)""#]
            if random.once(in: 2) {
                members.append(
                    #""resources":"# + random.pick(["{}", "null", #"{"limits":{"cpu":1,"memory":"1Gi"}}"#]))
            }
            if random.once(in: 3) { members.append(#""restartPolicy":"Always""#) }
            if random.once(in: 4) { members += handWritten(&random) }
            if random.once(in: 4) { members.append(#""securityContext":"# + random.pick(contexts)) }
            if random.once(in: 8) { members.append(#""Name":"k8s-wait","IMAGE":"k8s-wait:1""#) }
            return "{" + (members + foreign(&random)).shuffled(using: &random).joined(separator: ",") + "}"
        }.joined(separator: ",")
    }

    /// A container of our image, or one that looks like it.
    private static func handWritten(_ random: inout SeededGenerator) -> [String] {
        var members = [
            #""image":"\#(random.pick(["registry.example/k8s-wait:2", "registry.example/k8s-wait", "k8s-wait:1.2.3"]))""#
        ]
        members.append(#""args":\#(random.pick([#"["job","migrate"]"#, #"["--type=job","--name=a"]"#, #"["for"]"#]))"#)
        if random.once(in: 2) {
            let entries = [
                #"{"name":"POD_NAME","value":"x"}"#, #"{"name":"K8S_WAIT_CONTAINER","value":"y"}"#,
                #"{"name":"K8S_WAIT_SERVER"}"#, #"{"name":"OTHER","value":"\u00e9"}"#,
            ]
            members.append(#""env":[\#(entries.prefix(random.index(below: 5)).joined(separator: ","))]"#)
        }
        return members
    }

    /// Members that no version of us knows.
    private static func foreign(_ random: inout SeededGenerator) -> [String] {
        (0..<random.index(below: 4)).map { #""x\#($0)":\#(value(depth: 0, &random))"# }
    }

    private static func value(depth: Int, _ random: inout SeededGenerator) -> String {
        switch random.index(below: depth < 4 ? 8 : 6) {
        case 0: "null"
        case 1: random.pick(["true", "false"])
        case 2: random.pick(["0", "-1", "1.50", "1e9", "12345678901234567890", "-0.0E+2"])
        case 3: #""\u00e9\u0041\/\ud83d\ude00\n""#
        case 4: #""é/~ \\\"<&>""#
        case 5: #""""#
        case 6:
            "[" + (0..<random.index(below: 4)).map { _ in value(depth: depth + 1, &random) }.joined(separator: ",")
                + "]"
        default:
            "{"
                + (0..<random.index(below: 4)).map { #""k\#($0)":\#(value(depth: depth + 1, &random))"# }
                .joined(separator: ",") + "}"
        }
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        random.pick(["example.com/a", "é~/\"\\", "k\u{7}", "🚀", "wait.k8s.example/x"])
    }
}
