import CoreTestKit
import Dependencies
import Policies
import Testing

/// What a pod waits for by its annotations and by policies together.
@Suite struct PolicyMergeTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let rule: String
        var own: [String] = []
        /// Members of the policy's spec, and the Services that it lists.
        var policies: [(members: String, services: String)] = [("", "postgres")]
        var defaults = PodDefaults()
        var restartPolicy: String?
        /// The arguments of the question.
        let asks: [String]
        var warns: [String] = []
        var testDescription: String { rule }
    }

    private static let usual = ["--timeout=none", "--on-timeout=fail", "--on-failure=wait"]

    @Test(arguments: [
        Case(rule: "a policy alone", asks: ["for", "service/shop/postgres"] + usual),
        Case(
            rule: "dependencies add up, the pod's own first", own: ["for-service=a", "for-job=b"],
            asks: ["for", "service/shop/a", "job/shop/b", "service/shop/postgres"] + usual),
        Case(
            rule: "the same one counts once", own: ["for-service=shop/postgres"],
            policies: [("", "postgres"), ("", "a, shop/postgres")],
            asks: ["for", "service/shop/postgres", "service/shop/a"] + usual),
        Case(
            rule: "a policy's knobs win over the defaults", policies: [(#""timeout":"5m","onFailure":"fail""#, "a")],
            defaults: PodDefaults(timeout: .seconds(60), onTimeout: .proceed, onFailure: .wait),
            asks: ["for", "service/shop/a", "--timeout=5m", "--on-timeout=proceed", "--on-failure=fail"]),
        Case(
            rule: "the restartPolicy holds where all are silent", restartPolicy: "Never",
            asks: ["for", "service/shop/postgres", "--timeout=15m", "--on-timeout=fail", "--on-failure=fail"]),
        Case(
            rule: "the higher priority wins, knob by knob",
            policies: [
                (#""priority":1,"timeout":"5m","onFailure":"fail""#, "a"), (#""priority":2,"timeout":"7m""#, "b"),
            ],
            asks: ["for", "service/shop/b", "service/shop/a", "--timeout=7m", "--on-timeout=fail", "--on-failure=fail"]),
        Case(
            rule: "of equal priorities the name decides",
            policies: [(#""timeout":"5m""#, "a"), (#""timeout":"7m""#, "b")],
            asks: ["for", "service/shop/a", "service/shop/b", "--timeout=5m", "--on-timeout=fail", "--on-failure=wait"]),
        Case(
            rule: "the pod's longer timeout wins", own: ["timeout=10m"], policies: [(#""timeout":"5m""#, "a")],
            asks: ["for", "service/shop/a", "--timeout=10m", "--on-timeout=fail", "--on-failure=wait"]),
        Case(
            rule: "no limit is the longest", own: ["timeout=none"], policies: [(#""timeout":"5m""#, "a")],
            asks: ["for", "service/shop/a", "--timeout=none", "--on-timeout=fail", "--on-failure=wait"]),
        Case(
            rule: "a shorter timeout holds for the pod's own items only",
            own: ["timeout=1m", "for-service=a, b timeout=2m, postgres"], policies: [(#""timeout":"5m""#, "postgres")],
            asks: [
                "for", "service/shop/a timeout=1m", "service/shop/b timeout=2m", "service/shop/postgres",
                "--timeout=5m", "--on-timeout=fail", "--on-failure=wait",
            ],
            warns: ["wait.k8s/timeout is ignored under WaitPolicy shop/p0: 5m is the least for what they list."]),
        Case(
            rule: "a timeout is shorter than none at all", own: ["timeout=1m"],
            asks: ["for", "service/shop/postgres"] + usual,
            warns: ["wait.k8s/timeout is ignored under WaitPolicy shop/p0: none is the least for what they list."]),
        Case(
            rule: "where the end of the time starts the pod, no item's own may be shorter",
            own: ["timeout=1m", "for-service=a, b timeout=2m, c timeout=6m"],
            policies: [(#""timeout":"5m","onTimeout":"proceed""#, "postgres")],
            asks: [
                "for", "service/shop/a", "service/shop/b", "service/shop/c timeout=6m", "service/shop/postgres",
                "--timeout=5m", "--on-timeout=proceed", "--on-failure=wait",
            ],
            warns: ["wait.k8s/timeout is ignored under WaitPolicy shop/p0: 5m is the least for what they list."]),
        Case(
            rule: "nor where only an item has one", own: ["for-service=b timeout=2m"],
            policies: [(#""timeout":"5m","onTimeout":"proceed""#, "postgres")],
            asks: [
                "for", "service/shop/b", "service/shop/postgres", "--timeout=5m", "--on-timeout=proceed",
                "--on-failure=wait",
            ],
            warns: [
                "wait.k8s/timeout is ignored under WaitPolicy shop/p0: 5m is the least of every item, since its end starts the pod."
            ]),
        Case(
            rule: "the pod cannot proceed", own: ["on-timeout=proceed"],
            asks: ["for", "service/shop/postgres"] + usual,
            warns: ["wait.k8s/on-timeout is ignored under WaitPolicy shop/p0: it is fail."]),
        Case(
            rule: "saying the same is no matter", own: ["on-timeout=fail", "on-failure=wait"],
            asks: ["for", "service/shop/postgres"] + usual),
        Case(
            rule: "on-failure holds for the pod's own items that can fail",
            own: ["on-failure=fail", "for-service=a, b on-failure=wait", "for-tcp=c:1"],
            asks: [
                "for", "service/shop/a on-failure=fail", "service/shop/b on-failure=wait", "tcp/c:1",
                "service/shop/postgres",
            ] + usual,
            warns: ["wait.k8s/on-failure is ignored under WaitPolicy shop/p0: it is wait for what they list."]),
        Case(
            rule: "a pod that opts out waits for the policy's items alone",
            own: ["inject=false", "for-service=a", "on-timeout=proceed"],
            asks: ["for", "service/shop/postgres"] + usual,
            warns: ["wait.k8s/inject is ignored under WaitPolicy shop/p0: the pod waits for what they list."]),
        Case(
            rule: "the pod's image is not taken", own: ["image=evil:1", "position=last", "cpu=1"],
            policies: [(#""image":"good:1","cpu":"2","memory":"1Gi""#, "a")],
            asks: ["for", "service/shop/a"] + usual,
            warns: ["wait.k8s/image is ignored under WaitPolicy shop/p0: the image is good:1."]),
        Case(
            rule: "an audited policy only says what it would do", own: ["for-service=a"],
            policies: [(#""mode":"Audit","timeout":"1m""#, "a, b, c")], asks: ["for", "service/shop/a"] + usual,
            warns: [
                "WaitPolicy shop/p0 is in mode Audit; enforced, it would make this pod wait for service/shop/b, service/shop/c."
            ]),
        Case(
            rule: "an audited policy does not bind beside an enforced one", own: ["inject=false"],
            policies: [(#""mode":"Audit","onTimeout":"proceed""#, "a"), ("", "b")],
            asks: ["for", "service/shop/b"] + usual,
            warns: [
                "wait.k8s/inject is ignored under WaitPolicy shop/p1: the pod waits for what they list.",
                "WaitPolicy shop/p0 is in mode Audit; enforced, it would make this pod wait for service/shop/a.",
            ]),
    ]) func aRuleHolds(_ example: Case) throws {
        let merge = try Self.merge(example)
        #expect(merge.question?.arguments == example.asks)
        #expect(merge.warnings == example.warns)
        #expect(merge.excess == nil)
    }

    @Test func withoutPoliciesThePodsOwnIsAll() {
        let own = PodAnnotations(
            [("wait.k8s/for-service", "a"), ("wait.k8s/image", "x:1"), ("wait.k8s/cpu", "1")], namespace: "shop",
            restartPolicy: nil)
        let merge = PolicyMerge(own, [], namespace: "shop", restartPolicy: nil, defaults: PodDefaults())
        #expect(merge.question == own.question)
        #expect((merge.image, merge.cpu, merge.memory, merge.position) == ("x:1", "1", nil, nil))
        #expect(merge.applied == [] && merge.audited == [] && merge.warnings == [])
    }

    @Test func thePodsOtherKnobsWin() throws {
        let merge = try Self.merge(
            Case(
                rule: "", own: ["position=last", "cpu=1"],
                policies: [(#""position":"first","cpu":"2","memory":"1Gi","image":"good:1""#, "a")], asks: []))
        #expect((merge.position, merge.cpu, merge.memory, merge.image) == (.last, "1", "1Gi", "good:1"))
        #expect(merge.applied.map(\.description) == ["WaitPolicy shop/p0"])
    }

    @Test func whatIsTooMuchIsSaid() throws {
        let services = (0..<40).map { "s\($0)" }.joined(separator: ",")
        let others = (0..<25).map { "t\($0)" }.joined(separator: ",")
        let merge = try Self.merge(Case(rule: "", policies: [("", services), ("", others)], asks: []))
        #expect(
            merge.excess
                == "With WaitPolicy shop/p0, WaitPolicy shop/p1 the pod has 65 dependencies; 64 is the most.")
    }

    /// For any policies and annotations: their order does not matter, every policy's item is asked, arguments can be read
    /// back, and the pod cannot start sooner than the policies alone would let it.
    @Test(arguments: 0..<4) func holdsForAny(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let policies = try (0...random.index(below: 4)).map { try Self.policy($0, &random) }
            let restart = random.pick([nil, "Never", "OnFailure"])
            let own = PodAnnotations(Self.annotations(&random), namespace: "shop", restartPolicy: restart)
            func merge(_ own: PodAnnotations, _ policies: [Policy]) -> PolicyMerge {
                PolicyMerge(own, policies, namespace: "shop", restartPolicy: restart, defaults: PodDefaults())
            }
            let merged = merge(own, policies)
            let other = merge(own, policies.shuffled(using: &random))
            #expect(merged.question == other.question && merged.warnings == other.warnings)
            #expect(merged.applied == other.applied && merged.image == other.image)

            let enforced = policies.filter { $0.mode == .enforce }
            guard !enforced.isEmpty else {
                #expect(merged.question == own.question && merged.applied == [])
                continue
            }
            let question = try #require(merged.question)
            let alone = try #require(
                merge(PodAnnotations([], namespace: "shop", restartPolicy: restart), enforced).question)
            for item in alone.dependencies { #expect(question.dependencies.contains(item)) }
            #expect(Set(question.dependencies).count == question.dependencies.count)
            #expect(try WaitQuestion(arguments: question.arguments) == question)
            #expect(question.onTimeout == alone.onTimeout && question.onFailure == alone.onFailure)
            #expect(Self.seconds(question.timeout) >= Self.seconds(alone.timeout))
            if question.onTimeout == .proceed {
                let extra = question.dependencies.filter { !alone.dependencies.contains($0) }
                #expect(
                    extra.compactMap(\.options.timeout).allSatisfy { Self.seconds($0) >= Self.seconds(alone.timeout) })
            }
        }
    }

    private static func seconds(_ limit: TimeLimit) -> Int {
        if case .seconds(let seconds) = limit { seconds } else { .max }
    }

    private static func policy(_ number: Int, _ random: inout SeededGenerator) throws -> Policy {
        var members = [#""priority":\#(random.index(below: 3))"#]
        if random.once(in: 4) { members.append(#""mode":"Audit""#) }
        if random.once(in: 2) { members.append(#""timeout":"\#(random.pick(["1m", "5m", "none"]))""#) }
        if random.once(in: 3) { members.append(#""onTimeout":"\#(random.pick(["fail", "proceed"]))""#) }
        if random.once(in: 3) { members.append(#""onFailure":"\#(random.pick(["fail", "wait"]))""#) }
        if random.once(in: 3) { members.append(#""image":"\#(random.pick(["a:1", "b:1"]))""#) }
        let services = random.pick(["a", "a, b", "db/c timeout=3m", "c on-failure=fail, a"])
        return try PolicyText.policy(
            name: "p\(number)", spec: PolicyText.spec(members.joined(separator: ","), services: services))
    }

    private static func annotations(_ random: inout SeededGenerator) -> [(key: String, value: String)] {
        var pairs: [(key: String, value: String)] = []
        if random.once(in: 2) { pairs.append(("wait.k8s/for-service", random.pick(["a", "b timeout=2m", "d, db/c"]))) }
        if random.once(in: 3) { pairs.append(("wait.k8s/for-tcp", random.pick(["h:1", "h:1 timeout=10m"]))) }
        if random.once(in: 3) { pairs.append(("wait.k8s/timeout", random.pick(["10s", "3m", "none"]))) }
        if random.once(in: 3) { pairs.append(("wait.k8s/on-timeout", random.pick(["fail", "proceed"]))) }
        if random.once(in: 3) { pairs.append(("wait.k8s/on-failure", random.pick(["fail", "wait"]))) }
        if random.once(in: 4) { pairs.append(("wait.k8s/image", "x:1")) }
        if random.once(in: 6) { pairs.append(("wait.k8s/inject", "false")) }
        return pairs
    }

    private static func merge(_ example: Case) throws -> PolicyMerge {
        let pairs = example.own.map { line -> (key: String, value: String) in
            let parts = line.split(separator: "=", maxSplits: 1)
            return ("wait.k8s/\(parts[0])", String(parts[1]))
        }
        let own = PodAnnotations(
            pairs, namespace: "shop", restartPolicy: example.restartPolicy, defaults: example.defaults)
        #expect(own.errors == [])
        let policies = try example.policies.enumerated().map { number, policy in
            try PolicyText.policy(
                name: "p\(number)", spec: PolicyText.spec(policy.members, services: policy.services))
        }
        return PolicyMerge(
            own, policies, namespace: "shop", restartPolicy: example.restartPolicy, defaults: example.defaults)
    }
}
