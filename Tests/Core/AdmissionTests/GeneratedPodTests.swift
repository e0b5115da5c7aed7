import Admission
import Dependencies
import Testing

/// For any pod: what is not ours is untouched, our container is restricted, and twice is once.
@Suite struct GeneratedPodTests {
    @Test(arguments: 0..<4) func holdsForAnyPod(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var injected = 0
        for number in 0..<120 {
            let review = Self.review(&random)
            let admission = Admission(Self.settings(&random))
            let changed = try PatchCheck.check(
                review.body, by: admission, "seed \(seed), pod \(number): \(review.object)")
            if changed["spec"]?["initContainers"]?.elements.contains(where: PatchCheck.isOurs) == true { injected += 1 }
        }
        #expect(injected > 50)
    }

    private static func settings(_ random: inout SplitMix) -> AdmissionSettings {
        var settings = Fixtures.settings
        if Bool.random(using: &random) { settings.pullSecret = "our-pull-secret" }
        if Bool.random(using: &random) { settings.runAsUser = nil }
        if Bool.random(using: &random) { settings.pullPolicy = nil }
        if Bool.random(using: &random) { settings.defaults.position = .last }
        settings.isDenialSoft = Bool.random(using: &random)
        settings.windows = Bool.random(using: &random) ? .allow : .refuse
        return settings
    }

    private static func review(_ random: inout SplitMix) -> PodReview {
        var review = PodReview(annotations: [
            ("wait.k8s/for-service", pick(["db/postgres", "a, b/c port=1", "x,,x"], &random))
        ])
        if oneIn(3, &random) { review.annotations.append(("wait.k8s/for-job", pick(["migrate", "a b c"], &random))) }
        if oneIn(4, &random) { review.annotations.append(("wait.k8s/position", pick(["first", "last"], &random))) }
        if oneIn(4, &random) { review.annotations.append(("wait.k8s/cpu", pick(["1", "0.5", "100m"], &random))) }
        if oneIn(6, &random) { review.annotations.append(("wait.k8s/injected-by", pick(["1.2.3", "0"], &random))) }
        if oneIn(4, &random) { review.annotations.insert((text(&random), text(&random)), at: 0) }
        if oneIn(20, &random) { review.annotations.append(("kubernetes.io/config.mirror", "x")) }

        var metadata = [pick([#""name":"web""#, #""generateName":"web-""#], &random)]
        if oneIn(2, &random) {
            metadata.append(
                #""labels":"#
                    + pick(
                        ["null", "{}", #"{"a":"b"}"#, #"{"wait.k8s/gated":"true"}"#, #"{"x~1/y":"\u00fc"}"#], &random))
        }
        review.metadata = (metadata + foreign(&random)).shuffled(using: &random).joined(separator: ",")

        var spec = [#""containers":["# + containers("app", 1 + Int(random.next(upTo: 3)), &random) + "]"]
        switch random.next(upTo: 5) {
        case 0: spec.append(#""initContainers":null"#)
        case 1: spec.append(#""initContainers":[]"#)
        case 2, 3:
            spec.append(#""initContainers":["# + containers("init", 1 + Int(random.next(upTo: 3)), &random) + "]")
        default: break
        }
        if oneIn(3, &random) { spec.append(#""hostNetwork":"# + pick(["true", "false", "null"], &random)) }
        if oneIn(3, &random) {
            spec.append(#""dnsPolicy":"# + pick([#""None""#, #""ClusterFirst""#, "null"], &random))
        }
        if oneIn(3, &random) { spec.append(#""restartPolicy":"# + pick([#""Never""#, #""Always""#], &random)) }
        if oneIn(4, &random) {
            spec.append(#""imagePullSecrets":"# + pick(["null", "[]", #"[{"name":"a"}]"#, #"[{}]"#], &random))
        }
        if oneIn(15, &random) { spec.append(#""os":{"name":"windows"}"#) }
        if oneIn(6, &random) { spec.append(#""resources":{"limits":{"cpu":"2"}}"#) }
        review.spec = (spec + foreign(&random)).shuffled(using: &random).joined(separator: ",")
        return review
    }

    private static func containers(_ prefix: String, _ count: Int, _ random: inout SplitMix) -> String {
        (0..<count).map { index in
            var members = [#""name":"\#(prefix)\#(index)""#]
            if oneIn(2, &random) {
                members.append(
                    #""resources":"# + pick(["{}", "null", #"{"limits":{"cpu":1,"memory":"1Gi"}}"#], &random))
            }
            if oneIn(3, &random) { members.append(#""restartPolicy":"Always""#) }
            return "{" + (members + foreign(&random)).shuffled(using: &random).joined(separator: ",") + "}"
        }.joined(separator: ",")
    }

    /// Members that no version of us knows.
    private static func foreign(_ random: inout SplitMix) -> [String] {
        (0..<Int(random.next(upTo: 4))).map { #""x\#($0)":\#(value(depth: 0, &random))"# }
    }

    private static func value(depth: Int, _ random: inout SplitMix) -> String {
        switch random.next(upTo: depth < 4 ? 8 : 6) {
        case 0: "null"
        case 1: pick(["true", "false"], &random)
        case 2: pick(["0", "-1", "1.50", "1e9", "12345678901234567890", "-0.0E+2"], &random)
        case 3: #""\u00e9\u0041\/\ud83d\ude00\n""#
        case 4: #""é/~ \\\"<&>""#
        case 5: #""""#
        case 6:
            "[" + (0..<Int(random.next(upTo: 4))).map { _ in value(depth: depth + 1, &random) }.joined(separator: ",")
                + "]"
        default:
            "{"
                + (0..<Int(random.next(upTo: 4))).map { #""k\#($0)":\#(value(depth: depth + 1, &random))"# }
                .joined(separator: ",") + "}"
        }
    }

    private static func text(_ random: inout SplitMix) -> String {
        pick(["example.com/a", "é~/\"\\", "k\u{7}", "🚀", "wait.k8s.example/x"], &random)
    }

    private static func oneIn(_ count: UInt64, _ random: inout SplitMix) -> Bool { random.next(upTo: count) == 0 }

    private static func pick(_ choices: [String], _ random: inout SplitMix) -> String {
        choices[Int(random.next(upTo: UInt64(choices.count)))]
    }
}
