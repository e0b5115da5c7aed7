import Admission
import Policies
import Testing

/// What whoever applies a workload hears of the policies that select its pods: nobody else would.
@Suite struct WorkloadPolicyTests {
    private typealias Review = WorkloadReview
    private let admission = Admission(Reviews.settings)

    private static func policy(
        _ members: String = "", selector: String = "{}", lists: String = #""for-service":"postgres""#
    ) throws -> PoliciesInForce {
        let rest = members.isEmpty ? "" : members + ","
        return PolicyObjects.inForce([
            try PolicyObjects.policy("db", spec: #"{\#(rest)"selector":\#(selector),"dependencies":{\#(lists)}}"#)
        ])
    }

    private func warnings(_ review: WorkloadReview, _ policies: PoliciesInForce) throws -> [String] {
        let answer = try ReviewAnswer(admission.review(review.body.span, policies: policies))
        #expect(answer.isAllowed, "\(answer.message ?? "")")
        return answer.warnings
    }

    private static let optOut =
        "Pods of this template: wait.k8s/inject is ignored under WaitPolicy shop/db: the pod waits for what they list."
    private static let audit =
        "Pods of this template: WaitPolicy shop/db is in mode Audit; enforced, it would make this pod wait for service/shop/postgres."

    @Test(arguments: WorkloadReview.Kind.all) func whoOptsOutHearsThatItIsIgnored(kind: WorkloadReview.Kind) throws {
        let inTemplate = Review.create(kind) { ($0.own, $0.template) = (nil, [("wait.k8s/inject", "false")]) }
        #expect(try warnings(inTemplate, Self.policy()) == [Self.optOut])
        #expect(try warnings(inTemplate, .none) == [])
        let own = Review.create(kind) { $0.own = [("wait.k8s/inject", "false")] }
        #expect(try warnings(own, Self.policy()) == [Self.optOut])
    }

    static let knobs: [(annotation: (String, String), says: String)] = [
        (("wait.k8s/timeout", "1m"), "wait.k8s/timeout is ignored under WaitPolicy shop/db: 10m is the least"),
        (("wait.k8s/on-timeout", "proceed"), "wait.k8s/on-timeout is ignored under WaitPolicy shop/db: it is fail."),
        (("wait.k8s/on-failure", "fail"), "wait.k8s/on-failure is ignored under WaitPolicy shop/db: it is wait for"),
    ]

    @Test(arguments: knobs.indices) func whoOverridesAKnobHearsSo(index: Int) throws {
        let (annotation, says) = Self.knobs[index]
        let review = Review.create { ($0.own, $0.template) = (nil, [("wait.k8s/for-service", "a"), annotation]) }
        let policies = try Self.policy(#""timeout":"10m","onTimeout":"fail","onFailure":"wait""#)
        let texts = try warnings(review, policies).filter { $0.contains("is ignored") }
        #expect(texts.count == 1)
        #expect(texts.first?.hasPrefix("Pods of this template: \(says)") == true, "\(texts)")
    }

    /// Of a workload that nobody has annotated it is said too.
    @Test(arguments: WorkloadReview.Kind.all) func whatIsAuditedIsSaid(kind: WorkloadReview.Kind) throws {
        let silent = Review.create(kind) { $0.own = nil }
        #expect(try warnings(silent, Self.policy(#""mode":"Audit""#)) == [Self.audit])
        let selector = #"{"ownerKind":"\#(kind.name)","ownerName":"web","matchLabels":{"app":"web"}}"#
        #expect(try warnings(silent, Self.policy(#""mode":"Audit""#, selector: selector)) == [Self.audit])
        let others = #"{"ownerKind":"\#(kind.name)","ownerName":"other"}"#
        #expect(try warnings(silent, Self.policy(#""mode":"Audit""#, selector: others)) == [])
        // What is enforced shows on the pods.
        #expect(try warnings(silent, Self.policy()) == [])
    }

    @Test func whatPodsAreRefusedForIsAWarning() throws {
        let silent = Review.create { $0.own = nil }
        let policies = try Self.policy(lists: #""for-file":"/etc/ready""#)
        let texts = try warnings(silent, policies)
        #expect(texts.count == 1)
        #expect(texts.first?.hasPrefix("Pods of this template are refused: ") == true, "\(texts)")
        let windows = Review.create { ($0.own, $0.podSpec) = (nil, #""os":{"name":"windows"},"containers":[]"#) }
        #expect(try warnings(windows, Self.policy()).first?.hasPrefix("Pods of this template are refused: ") == true)
        #expect(try warnings(windows, Self.policy(#""mode":"Audit""#)) == [Self.audit])
    }

    /// A change that concerns neither labels nor annotations repeats nothing.
    @Test func aChangeSaysWhatIsNew() throws {
        let policies = try Self.policy(#""mode":"Audit""#, selector: #"{"matchLabels":{"tier":"back"}}"#)
        let same = Review.update(
            from: {
                $0.own = nil
                $0.templateMetadata = #""labels":{"tier":"back"}"#
            }, { $0.podSpec = #""containers":[{"name":"app","image":"app:2"}]"# })
        #expect(try warnings(same, policies) == [])
        let labelled = Review.update(from: { $0.own = nil }, { $0.templateMetadata = #""labels":{"tier":"back"}"# })
        #expect(try warnings(labelled, policies) == [Self.audit])
        let enforced = try Self.policy()
        let optedOut = Review.update(from: { $0.own = nil }, { $0.template = [("wait.k8s/inject", "false")] })
        #expect(try warnings(optedOut, enforced) == [Self.optOut])
    }
}
