import Admission
import Dependencies
import Testing

/// Which mistakes refuse a workload, and which are none of the business of the change under review.
@Suite struct WorkloadRefusalTests {
    private typealias Review = WorkloadReview
    private let admission = Admission(Reviews.settings)
    private let soft = Admission(
        {
            var settings = Reviews.settings
            settings.isDenialSoft = true
            return settings
        }())

    static let bad = ("wait.k8s/for-service", "redis prot=6379")
    static let good = ("wait.k8s/for-job", "migrate")

    // MARK: Creation

    @Test(arguments: WorkloadReview.Kind.all) func refusesAMistakeAtOnce(kind: WorkloadReview.Kind) throws {
        let answer = try admission.review(Review.create(kind) { $0.own = [Self.bad] }.body)
        #expect(!answer.isAllowed && answer.patch == nil)
        #expect(
            answer.message?.hasPrefix(#"wait.k8s/for-service, item "redis prot=6379", column 7: "#) == true,
            "\(answer.message ?? "")")
    }

    static let mistakes: [(name: String, change: @Sendable (inout WorkloadReview.Object) -> Void, says: String)] = [
        ("in the template", { ($0.own, $0.template) = (nil, [bad]) }, "prot"),
        ("in the template of an annotated one", { ($0.own, $0.template) = ([good], [bad]) }, "prot"),
        ("an unknown key", { $0.own = [("wait.k8s/for-servce", "a")] }, "did you mean wait.k8s/for-service?"),
        ("a Namespace's key", { $0.own = [("wait.k8s/allow-from", "*")] }, "it belongs on a Namespace."),
        ("an image that is not allowed", { $0.own = [good, ("wait.k8s/image", "x/y:1")] }, "allows"),
        ("a kind that is not allowed", { $0.own = [("wait.k8s/for-secret", "a")] }, "--allow-kinds"),
        ("a file that is not mounted", { $0.own = [("wait.k8s/for-file", "/etc/a")] }, "mounts a volume"),
        ("Windows", { ($0.own, $0.podSpec) = ([good], #""os":{"name":"windows"},"containers":[]"#) }, "Windows"),
        ("our name is taken", { $0.podSpec = #""containers":[{"name":"k8s-wait"}]"# }, "spec.containers[0]"),
        ("too much", { $0.own = [("wait.k8s/for-service", String(repeating: "a,", count: 9000))] }, "16384"),
    ]

    @Test(arguments: mistakes.indices) func refuses(index: Int) throws {
        let (name, change, says) = Self.mistakes[index]
        let answer = try admission.review(Review.create(.deployment, change).body)
        #expect(!answer.isAllowed, "\(name)")
        #expect(answer.message?.contains(says) == true, "\(name): \(answer.message ?? "")")
    }

    @Test func aSoftServerWarnsAndCopies() throws {
        let answer = try soft.review(Review.create { $0.own = [Self.bad, Self.good] }.body)
        #expect(answer.isAllowed && answer.patch != nil)
        #expect(answer.warnings.first?.hasPrefix("The pod's wait annotations have mistakes") == true)
        #expect(answer.warnings.contains { $0.contains("prot") })
    }

    @Test func aNamespaceThatIsNoneIsRefused() throws {
        let body = String(decoding: Review.create().body, as: UTF8.self).replacing(#""shop""#, with: #""Not one""#)
        #expect(try !admission.review(Array(body.utf8)).isAllowed)
    }

    // MARK: Change

    @Test(arguments: WorkloadReview.Kind.changeable) func refusesWhatAChangeAdds(kind: WorkloadReview.Kind) throws {
        for change: @Sendable (inout WorkloadReview.Object) -> Void in [
            { $0.own?.append(Self.bad) }, { $0.own = [Self.bad] }, { $0.template = [Self.bad] },
        ] {
            let answer = try admission.review(Review.update(kind, from: { $0.own = [Self.good] }, change).body)
            #expect(!answer.isAllowed)
            #expect(answer.message?.contains("prot") == true)
        }
    }

    @Test func refusesWhatAChangeMakesBad() throws {
        let review = Review.update(from: { $0.own = [("wait.k8s/for-service", "redis port=6379")] }) {
            $0.own = [Self.bad]
        }
        #expect(try !admission.review(review.body).isAllowed)
    }

    static let harmless: [(name: String, change: @Sendable (inout WorkloadReview.Object) -> Void)] = [
        ("another field", { $0.spec = #","replicas":2"# }),
        ("another annotation of ours", { $0.own?.append(good) }),
        ("another annotation", { $0.own?.append(("a/b", "c")) }),
        ("the mistake is taken out", { $0.own = [] }),
        ("everything is taken out", { ($0.own, $0.template) = (nil, nil) }),
        ("an opt-out", { $0.own?.append(("wait.k8s/inject", "false")) }),
        ("the pods' containers", { $0.podSpec = #""containers":[{"name":"app","image":"app:2"}]"# }),
    ]

    @Test(arguments: harmless.indices, [false, true])
    func whatWasThereBeforeNeverBlocks(index: Int, isInTemplate: Bool) throws {
        let (name, change) = Self.harmless[index]
        let review = Review.update(
            from: { if isInTemplate { ($0.own, $0.template) = ([], [Self.bad]) } else { $0.own = [Self.bad] } }, change)
        let answer = try admission.review(review.body)
        #expect(answer.isAllowed, "\(name)")
        let changed = try WorkloadCheck.check(review.body, by: admission, path: review.kind.path)
        // It is not put where pods would be refused for it.
        let template = WorkloadCheck.annotations(changed, review.kind.path)
        #expect(isInTemplate || name == "an opt-out" || template["wait.k8s/for-service"] == nil, "\(name)")
    }

    @Test func saysWhatIsNotCopied() throws {
        let review = Review.update(from: { $0.own = [Self.bad, ("wait.k8s/timeout", "5m")] }) {
            $0.own?.append(Self.good)
        }
        let answer = try admission.review(review.body)
        #expect(answer.warnings.count == 1)
        #expect(
            answer.warnings.first?.hasPrefix("Not copied into the pod template: wait.k8s/for-service, item") == true)
        let changed = try WorkloadCheck.check(review.body, by: admission, path: review.kind.path)
        let expected = ["wait.k8s/for-job": "migrate", "wait.k8s/timeout": "5m"]
        #expect(WorkloadCheck.annotations(changed, review.kind.path) == expected)
        #expect(WorkloadCheck.annotations(changed)["wait.k8s/copied"] == "wait.k8s/for-job,wait.k8s/timeout")
    }

    @Test func aMistakeInTheTemplateIsSaidWhenAnotherAnnotationChanges() throws {
        let review = Review.update(from: { ($0.own, $0.template) = ([], [Self.bad]) }) { $0.own = [Self.good] }
        let answer = try admission.review(review.body)
        #expect(answer.warnings.first?.hasPrefix("Pods of this template are refused: ") == true, "\(answer.warnings)")
    }

    @Test func fineOneByOneButTooManyTogether() throws {
        let list = (0..<40).map { "a\($0)" }.joined(separator: ",")
        let more = (0..<40).map { "b\($0)" }.joined(separator: ",")
        let review = Review.update(from: { $0.own = [("wait.k8s/for-service", list)] }) {
            $0.own?.append(("wait.k8s/for-service.more", more))
        }
        let answer = try admission.review(review.body)
        #expect(!answer.isAllowed)
        // Had they been there before, nobody were to blame now, but such pods could not be made.
        let late = Review.update(
            from: { $0.own = [("wait.k8s/for-service", list), ("wait.k8s/for-service.more", more)] },
            { $0.spec = #","replicas":2"# })
        let left = try admission.review(late.body)
        #expect(left.isAllowed && left.patch == nil && left.warnings.count == 1)
    }

    // MARK: Deadlines

    static let deadlines:
        [(
            kind: WorkloadReview.Kind, timeout: String?, spec: String, pod: String,
            says: String?
        )] = [
            (.deployment, "15m", #","progressDeadlineSeconds":600"#, "", "spec.progressDeadlineSeconds 600 is shorter"),
            (.deployment, "10m", #","progressDeadlineSeconds":600"#, "", nil),
            (.deployment, nil, #","progressDeadlineSeconds":600"#, "", nil),
            (.deployment, nil, #","progressDeadlineSeconds":60"#, "", "spec.progressDeadlineSeconds 60 is shorter"),
            (.deployment, nil, #","progressDeadlineSeconds":2147483647"#, "", nil),
            (.deployment, "10m", "", "", nil),
            (
                .job, "5m", #","activeDeadlineSeconds":60"#, #""restartPolicy":"Never","#,
                "spec.activeDeadlineSeconds 60"
            ),
            (.job, nil, #","activeDeadlineSeconds":60"#, #""restartPolicy":"Never","#, "of the wait (15m)"),
            (.job, "1m", #","activeDeadlineSeconds":60"#, #""restartPolicy":"Never","#, nil),
            (.cronJob, "5m", #","activeDeadlineSeconds":60"#, "", "spec.jobTemplate.spec.activeDeadlineSeconds 60 is"),
            (.job, "5m", "", #""activeDeadlineSeconds":30,"#, "spec.template.spec.activeDeadlineSeconds 30 is shorter"),
        ]

    @Test(arguments: deadlines.indices) func warnsOfAShorterDeadline(index: Int) throws {
        let (kind, timeout, spec, pod, says) = Self.deadlines[index]
        let create = Review.create(kind) { object in
            if let timeout { object.own?.append(("wait.k8s/timeout", timeout)) }
            object.spec = spec
            object.podSpec = pod + object.podSpec
        }
        let answer = try admission.review(create.body)
        #expect(answer.warnings.count == (says == nil ? 0 : 1), "\(answer.warnings)")
        if let says { #expect(answer.warnings.first?.contains(says) == true, "\(answer.warnings)") }
    }

    @Test func aChangeOfSomethingElseIsNotWarnedOfAgain() throws {
        let before: @Sendable (inout WorkloadReview.Object) -> Void = {
            $0.own = [("wait.k8s/for-job", "a"), ("wait.k8s/timeout", "1h")]
            $0.template = $0.own
            $0.spec = #","progressDeadlineSeconds":600"#
        }
        #expect(try admission.review(Review.update(from: before) { $0.own?.append(("a/b", "c")) }.body).warnings == [])
        let shorter = Review.update(from: before) { $0.spec = #","progressDeadlineSeconds":60"# }
        #expect(try admission.review(shorter.body).warnings.count == 1)
    }

    @Test func aJobTemplatesAnnotationsHaveNoEffectAndThatIsSaid() throws {
        let review = Review.create(.cronJob) {
            $0.own = nil
            $0.jobTemplate = #","metadata":{"annotations":{"wait.k8s/for-job":"a"}}"#
        }
        let answer = try admission.review(review.body)
        #expect(answer.isAllowed && answer.patch == nil)
        #expect(answer.warnings.first?.hasPrefix("spec.jobTemplate.metadata: ") == true)
        let change = Review.update(.cronJob, from: { $0 = review.object }, { $0.spec = #","suspend":true"# })
        #expect(try admission.review(change.body).warnings == [])
    }

    @Test func windowsPodsThatAreLetThroughAreWarnedOf() throws {
        var settings = Reviews.settings
        settings.windows = .allow
        let review = Review.create { $0.podSpec = #""os":{"name":"windows"},"containers":[]"# }
        let answer = try Admission(settings).review(review.body)
        #expect(answer.isAllowed && answer.warnings.first?.contains("starts without waiting") == true)
    }
}
