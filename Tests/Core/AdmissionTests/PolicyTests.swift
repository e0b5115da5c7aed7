import Admission
import CoreTestKit
import Dependencies
import Glibc
import Policies
import Testing

/// Pods that policies select wait for what these list, whether they are annotated or not.
@Suite struct PolicyTests {
    private let admission = Admission(Reviews.settings)

    private func answer(_ review: PodReview, _ policies: PoliciesInForce) throws -> ReviewAnswer {
        try ReviewAnswer(admission.review(review.body.span, policies: policies))
    }

    private static func silent(_ change: (inout PodReview) -> Void = { _ in }) -> PodReview {
        var review = PodReview(annotations: [])
        change(&review)
        return review
    }

    private static func all(_ members: String = "", services: String = "postgres", name: String = "db") throws -> Policy
    {
        let rest = members.isEmpty ? "" : members + ","
        return try PolicyObjects.policy(
            name, spec: #"{\#(rest)"selector":{},"dependencies":{"for-service":"\#(services)"}}"#)
    }

    static let recorded = [
        "003-create-pods-postgres-0", "006-create-pods-migrate", "008-create-pods-plain",
        "010-create-pods-my-api-57b6f7c45f", "021-create-pods-ttl",
    ]

    /// `K8S_WAIT_WRITE_GOLDENS=1 swift test --filter PolicyTests` writes them anew.
    @Test(arguments: recorded) func answersARecordedPodAsCheckedIn(name: String) throws {
        let body = try Reviews.body(name)
        let policies = try PolicyObjects.ofTheGoldens()
        let answer = try ReviewAnswer(admission.review(body.span, policies: policies))
        let text = try answer.text
        let path = "policies/\(name).txt"
        if getenv("K8S_WAIT_WRITE_GOLDENS") != nil { try Fixtures.write(text, to: path) }
        let golden = try Fixtures.read(path)
        #expect(text == String(decoding: golden, as: UTF8.self))
    }

    @Test func aPodThatSaysNothingIsGated() throws {
        let policies = PolicyObjects.inForce([try Self.all(), try Self.all(services: "cache", name: "cache")])
        let changed = try PatchCheck.check(Self.silent().body, by: admission, policies: policies)
        #expect(changed["metadata"]?["annotations"]?["wait.k8s/policies"]?.string == "waitpolicy/cache,waitpolicy/db")
        #expect(changed["metadata"]?["annotations"]?["wait.k8s/injected-by"]?.string == "1.2.3")
        #expect(changed["metadata"]?["labels"]?["wait.k8s/gated"]?.string == "true")
        #expect(
            Self.arguments(changed) == [
                "for", "service/shop/cache", "service/shop/postgres", "--timeout=none", "--on-timeout=fail",
                "--on-failure=wait",
            ])
    }

    @Test func namespaceDefaultsHoldWhereAPolicyIsSilent() throws {
        let defaults = NamespaceDefaults([("wait.k8s/timeout", "7m"), ("wait.k8s/on-failure", "fail")])
        let policies = PolicyObjects.inForce([try Self.all(#""onFailure":"wait""#)])
        let answer = try ReviewAnswer(
            admission.review(Self.silent().body.span, namespaces: { _ in defaults }, policies: policies))
        let object = try JSONTree(Array(Self.silent().object.utf8))
        let changed = try object.applying(JSONTree(try #require(answer.patch)))
        #expect(Self.arguments(changed).suffix(3) == ["--timeout=7m", "--on-timeout=fail", "--on-failure=wait"])
    }

    @Test func aPodCannotOptOut() throws {
        let review = PodReview(annotations: [("wait.k8s/inject", "false"), ("wait.k8s/for-service", "x y z")])
        let answer = try answer(review, PolicyObjects.inForce([try Self.all()]))
        #expect(answer.answer.outcome == .injected)
        #expect(
            answer.warnings == [
                "wait.k8s/inject is ignored under WaitPolicy shop/db: the pod waits for what they list."
            ])
        let free = try self.answer(review, .none)
        #expect(free.answer.outcome == .unchanged && free.patch == nil && free.warnings == [])
    }

    /// What nobody wrote cannot be removed: the message names the policy.
    @Test func aPodForWindowsIsRefusedForItsPolicy() throws {
        let review = Self.silent { $0.spec = #""os":{"name":"windows"},"containers":[]"# }
        let answer = try answer(review, PolicyObjects.inForce([try Self.all()]))
        #expect(!answer.isAllowed)
        #expect(
            answer.message
                == "The pod is for Windows nodes, where k8s-wait does not run, so it cannot wait as WaitPolicy shop/db asks; let the policy select other pods."
        )
        var own = review
        own.annotations = [("wait.k8s/for-service", "a")]
        let message = try self.answer(own, PolicyObjects.inForce([try Self.all()])).message
        #expect(message?.contains("remove its wait.k8s/ annotations") == true, "\(message ?? "")")
    }

    @Test func anAuditedPolicyChangesNothing() throws {
        let policies = PolicyObjects.inForce([try Self.all(#""mode":"Audit""#)])
        let answer = try answer(Self.silent(), policies)
        #expect(answer.patch == nil && answer.isAllowed)
        #expect(
            answer.warnings == [
                "WaitPolicy shop/db is in mode Audit; enforced, it would make this pod wait for service/shop/postgres."
            ])
        #expect(answer.response["auditAnnotations"]?["policies-in-audit-mode"]?.string == "waitpolicy/db")
        let none = try self.answer(Self.silent(), .none)
        #expect(none.response["auditAnnotations"] == nil)
    }

    @Test(arguments: [true, false]) func aStaleListOfPoliciesIsPutRight(isSelected: Bool) throws {
        let policies = PolicyObjects.inForce(isSelected ? [try Self.all()] : [])
        let review = PodReview(annotations: [("wait.k8s/for-service", "a"), ("wait.k8s/policies", "waitpolicy/gone")])
        let changed = try PatchCheck.check(review.body, by: admission, policies: policies)
        let listed = changed["metadata"]?["annotations"]?["wait.k8s/policies"]?.string
        #expect(listed == (isSelected ? "waitpolicy/db" : nil))
    }

    @Test func aPolicyThatIsGoneAtTheSecondCallLeavesThePodGated() throws {
        let body = Self.silent().body
        let changed = try PatchCheck.check(body, by: admission, policies: PolicyObjects.inForce([try Self.all()]))
        var again = try JSONTree(body)
        again["request"]?["object"] = changed
        let second = try ReviewAnswer(admission.review(again.bytes.span))
        #expect(second.isAllowed)
        var last = changed
        if let patch = second.patch { last = try changed.applying(JSONTree(patch)) }
        #expect(Self.arguments(last) == Self.arguments(changed))
    }

    @Test func somebodyElsesContainerOfOurNameIsNotReplaced() throws {
        let review = Self.silent { $0.spec += #","initContainers":[{"name":"k8s-wait","image":"other/k8s-wait-for"}]"# }
        let answer = try answer(review, PolicyObjects.inForce([try Self.all()]))
        #expect(
            answer.message
                == "spec.initContainers[0] is named k8s-wait, the name of the container by which WaitPolicy shop/db lets pods wait; give it another name."
        )
        #expect(try self.answer(review, .none).patch == nil)
    }

    @Test func aNamespaceThatIsNotKnownYetIsNoWayThrough() throws {
        let policy = try PolicyObjects.policy(
            "teams", .cluster,
            spec: #"{"selector":{"namespaceSelector":{"matchLabels":{"team":"x"}}},"dependencies":{"for-service":"a"}}"#
        )
        let review = Self.silent { $0.namespace = #""new""# }
        #expect(
            try answer(review, PolicyObjects.inForce([policy])).message
                == "ClusterWaitPolicy teams selects by the labels of Namespace new, which this server does not know yet; try again."
        )
        #expect(try answer(Self.silent(), PolicyObjects.inForce([policy])).answer.outcome == .injected)
    }

    @Test func tooMuchInAllIsRefusedOrCut() throws {
        func services(_ letter: String) -> String {
            (0..<40).map { "\(letter)\($0)" }.joined(separator: ",")
        }
        let policies = PolicyObjects.inForce([
            try Self.all(services: services("a"), name: "a"),
            try Self.all(#""priority":1"#, services: services("b"), name: "b"),
        ])
        #expect(
            try answer(Self.silent(), policies).message
                == "With WaitPolicy shop/b, WaitPolicy shop/a the pod has 80 dependencies; 64 is the most.")
        var settings = Reviews.settings
        settings.isDenialSoft = true
        let soft = Admission(settings)
        let changed = try PatchCheck.check(Self.silent().body, by: soft, policies: policies)
        let arguments = Self.arguments(changed)
        #expect(arguments.count == 1 + 64 + 3)
        #expect(arguments[1...40].allSatisfy { $0.hasPrefix("service/shop/b") })
    }

    @Test func aMirrorPodIsLeftAlone() throws {
        let review = PodReview(annotations: [("kubernetes.io/config.mirror", "x")])
        #expect(try answer(review, PolicyObjects.inForce([try Self.all()])).patch == nil)
    }

    @Test func aTemplateNeverCarriesTheListOfPolicies() throws {
        let review = WorkloadReview.create { $0.own = ($0.own ?? []) + [("wait.k8s/policies", "waitpolicy/db")] }
        let answer = try admission.review(review.body)
        #expect(answer.isAllowed)
        let patch = try #require(answer.patch)
        #expect(!String(decoding: patch, as: UTF8.self).contains("waitpolicy"))
    }

    // MARK: What may be put in force

    @Test func whatTheServerDoesNotAllowIsSaidOfThePolicy() throws {
        let image = try Self.all(#""image":"evil:1""#)
        #expect(
            admission.mistakes(of: image).map(\.description) == [
                #"spec.image: "evil:1" is not an image that this server allows: registry.example/k8s-wait:1.2.3."#
            ])
        let kinds = try PolicyObjects.policy(
            "c", .cluster, spec: #"{"selector":{},"dependencies":{"for-secret":"a","for-service":"b"}}"#)
        #expect(
            admission.mistakes(of: kinds).map(\.description) == [
                "spec.dependencies: secret/a: this server does not let pods wait for secrets; its operator can allow it by --allow-kinds."
            ])
        #expect(admission.mistakes(of: try Self.all()) == [])
    }

    @Test func whatNoPodMayAskOfOtherNamespacesNoPolicyMayAsk() throws {
        var settings = Reviews.settings
        settings.crossNamespace = try #require(CrossNamespacePolicy("deny"))
        let strict = Admission(settings)
        func spec(_ selector: String) -> String {
            #"{"selector":{\#(selector)},"dependencies":{"for-service":"db/a, b"}}"#
        }
        let wide = try PolicyObjects.policy("c", .cluster, spec: spec(""))
        #expect(strict.mistakes(of: wide).count == 1)
        #expect(strict.mistakes(of: try PolicyObjects.policy("c", .cluster, spec: spec(#""namespaces":["db"]"#))) == [])
        #expect(strict.mistakes(of: try PolicyObjects.policy("p", namespace: "db", spec: spec(""))) == [])
        #expect(strict.mistakes(of: try PolicyObjects.policy("p", spec: spec(""))).count == 1)
    }

    // MARK: For any pod

    /// With policies for other pods every answer is to the byte what it is without any.
    @Test(arguments: 0..<3) func otherPodsAreAnsweredAsBefore(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var others: [Policy] = []
        for number in 0..<50 {
            others.append(
                try PolicyObjects.policy(
                    "p\(number)", namespace: number.isMultiple(of: 2) ? "desk" : "shop",
                    spec: #"{"selector":{"matchLabels":{"never":"x\#(number)"}},"dependencies":{"for-job":"a"}}"#))
        }
        let policies = PolicyObjects.inForce(others)
        for _ in 0..<150 {
            let body = GeneratedPodTests.review(&random).body
            #expect(admission.review(body.span, policies: policies) == admission.review(body.span))
        }
    }

    /// For any pod under policies: what is not ours is untouched, our container is restricted, twice is once, and no pod
    /// gets by without the policy's items.
    @Test(arguments: 0..<3) func holdsForAnyPod(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var gated = 0
        for number in 0..<150 {
            var review = GeneratedPodTests.review(&random)
            if random.once(in: 4) { review.annotations.append(("wait.k8s/inject", "false")) }
            if random.once(in: 4) {
                review.annotations.append(("wait.k8s/policies", random.pick(["", "waitpolicy/x"])))
            }
            var selecting: [Policy] = []
            for number in 0...random.index(below: 3) {
                let members = random.pick(["", #""timeout":"5m""#, #""onTimeout":"proceed","priority":3"#])
                let services = random.pick(["postgres", "a, b/c port=1"])
                selecting.append(try Self.all(members, services: services, name: "p\(number)"))
            }
            let policies = PolicyObjects.inForce(selecting)
            let admission = Admission(Self.settings(&random))
            let note = Comment("seed \(seed), pod \(number): \(review.object)")
            let changed = try PatchCheck.check(review.body, by: admission, policies: policies, note)
            guard try ReviewAnswer(admission.review(review.body.span, policies: policies)).isAllowed,
                !review.annotations.contains(where: { $0.0.hasSuffix("config.mirror") }),
                !review.spec.contains("windows")
            else { continue }
            let arguments = Self.arguments(changed)
            for policy in policies.set.policies {
                for item in policy.dependencies(in: "shop") {
                    #expect(arguments.contains(item.description), note)
                }
            }
            gated += 1
        }
        #expect(gated > 50)
    }

    private static func settings(_ random: inout SeededGenerator) -> AdmissionSettings {
        var settings = Reviews.settings
        settings.isDenialSoft = Bool.random(using: &random)
        settings.windows = Bool.random(using: &random) ? .allow : .refuse
        return settings
    }

    private static func arguments(_ pod: JSONTree) -> [String] {
        let ours = pod["spec"]?["initContainers"]?.elements.first(where: PatchCheck.isOurs)
        return ours?["args"]?.elements.compactMap(\.string) ?? []
    }
}
