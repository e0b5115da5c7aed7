import Admission
import Dependencies
import Testing

/// Workloads whose own metadata is annotated: what goes into their pod templates, and what never does.
@Suite struct WorkloadTests {
    private typealias Review = WorkloadReview
    private let admission = Admission(Reviews.settings)

    /// The workload's own wait annotations and its template's, after the patch.
    private func after(_ review: WorkloadReview) throws -> (own: [String: String], template: [String: String]) {
        let changed = try WorkloadCheck.check(review.body, by: admission, path: review.kind.path)
        return (WorkloadCheck.annotations(changed), WorkloadCheck.annotations(changed, review.kind.path))
    }

    // MARK: Creation

    @Test(arguments: WorkloadReview.Kind.all) func copiesIntoTheTemplate(kind: WorkloadReview.Kind) throws {
        let review = Review.create(kind) { $0.own?.append(("wait.k8s/timeout", "5m")) }
        let (own, template) = try after(review)
        #expect(template == ["wait.k8s/for-service": "db/postgres", "wait.k8s/timeout": "5m"])
        #expect(own["wait.k8s/copied"] == "wait.k8s/for-service,wait.k8s/timeout")
        let answer = try admission.review(review.body)
        #expect(answer.answer.outcome == .copied && answer.warnings == [])
        #expect(answer.answer.subject == "shop/web")
    }

    @Test(arguments: WorkloadReview.Kind.all) func thePodsAreGatedThen(kind: WorkloadReview.Kind) throws {
        let changed = try WorkloadCheck.check(Review.create(kind).body, by: admission, path: kind.path)
        let template = try #require(kind.path.reduce(changed) { $0?[$1] })
        var pod = PodReview()
        pod.annotations = WorkloadCheck.annotations(template).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        #expect(try admission.review(pod.body).answer.outcome == .injected)
    }

    struct Shape: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let change: @Sendable (inout WorkloadReview.Object) -> Void

        init(_ name: String, _ change: @escaping @Sendable (inout WorkloadReview.Object) -> Void) {
            (testDescription, self.change) = (name, change)
        }
    }

    static let shapes = [
        Shape("no metadata in the template") { ($0.template, $0.templateMetadata) = (nil, nil) },
        Shape("empty metadata in the template") { $0.templateMetadata = "" },
        Shape("creationTimestamp null") { $0.templateMetadata = #""creationTimestamp":null"# },
        Shape("annotations null") { $0.templateMetadata = #""annotations":null"# },
        Shape("no annotations") { $0.template = [] },
        Shape("others' annotations") { $0.template = [("example.com/a", "é\"\\"), ("x/~y", "")] },
    ]

    @Test(arguments: WorkloadReview.Kind.all, shapes) func copiesInto(kind: WorkloadReview.Kind, shape: Shape) throws {
        let (_, template) = try after(Review.create(kind, shape.change))
        #expect(template == ["wait.k8s/for-service": "db/postgres"])
    }

    @Test func theTemplatesOwnValueWins() throws {
        let (own, template) = try after(
            Review.create {
                $0.own?.append(("wait.k8s/timeout", "5m"))
                $0.template = [("wait.k8s/for-service", "redis")]
            })
        #expect(template == ["wait.k8s/for-service": "redis", "wait.k8s/timeout": "5m"])
        #expect(own["wait.k8s/copied"] == "wait.k8s/timeout")
    }

    @Test func anOptOutIsCopiedToo() throws {
        let review = Review.create { $0.own = [("wait.k8s/inject", "false"), ("wait.k8s/for-service", "a b=c")] }
        #expect(try after(review).template["wait.k8s/inject"] == "false")
    }

    /// As a manifest made from a running object has them.
    @Test func aListThatComesAlongCounts() throws {
        let (own, template) = try after(
            Review.create {
                $0.own = [
                    ("wait.k8s/for-service", "new"),
                    ("wait.k8s/copied", "wait.k8s/for-service, wait.k8s/timeout,other/x,wait.k8s/copied"),
                ]
                $0.template = [("wait.k8s/for-service", "old"), ("wait.k8s/timeout", "5m"), ("other/x", "1")]
            })
        #expect(template == ["wait.k8s/for-service": "new"])
        #expect(own["wait.k8s/copied"] == "wait.k8s/for-service")
    }

    // MARK: What is left alone

    static let untouched: [(name: String, review: WorkloadReview)] = [
        ("no annotations", .create { $0.own = nil }),
        ("others' annotations", .create { $0.own = [("example.com/a", "b")] }),
        ("what we write ourselves", .create { $0.own = [("wait.k8s/injected-by", "1")] }),
        ("the template alone", .create { ($0.own, $0.template) = (nil, [("wait.k8s/for-job", "migrate")]) }),
        ("both the same", .create { $0.template = $0.own }),
        (
            "a controller's",
            .create(.replicaSet) { $0.metadata += #","ownerReferences":[{"kind":"X","controller":true}]"# }
        ),
        (
            "a controller's, with a mistake",
            .create(.job) {
                $0.own = [("wait.k8s/for-service", "a b=c")]
                $0.metadata += #","ownerReferences":[{"controller":false},{"controller":true,"kind":"CronJob"}]"#
            }
        ),
        (
            "left by its controller",
            .update(
                .replicaSet,
                from: { $0.metadata += #","ownerReferences":[{"controller":true}]"# },
                { $0.metadata = #""name":"web","namespace":"shop""# })
        ),
        (
            "going away",
            .update(
                from: { $0.metadata += #","finalizers":["a/b"]"# },
                {
                    $0.metadata += #","deletionTimestamp":"2026-11-21T05:40:02Z""#
                    $0.own = [("wait.k8s/for-service", "a b=c")]
                })
        ),
        ("a Job that is there", .update(.job, from: { $0.own = nil }, { $0.own = [("wait.k8s/for-service", "x,,y")] })),
        ("no template", WorkloadReview(kind: .deployment, operation: "DELETE")),
        ("a subresource", WorkloadReview(kind: .deployment, operation: "UPDATE", subresource: "scale")),
    ]

    @Test(arguments: untouched.indices) func leavesAlone(index: Int) throws {
        let (name, review) = Self.untouched[index]
        let answer = admission.review(review.body.span)
        #expect(
            String(decoding: answer.body, as: UTF8.self)
                == #"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","response":{"uid":"u-1","allowed":true}}"#,
            "\(name)")
        #expect(answer.outcome == .unchanged)
    }

    @Test(arguments: [nil, false]) func anOwnerThatIsNoControllerIsNone(controller: Bool?) throws {
        let mark = controller.map { #","controller":\#($0)"# } ?? ""
        let review = Review.create { $0.metadata += #","ownerReferences":[{"kind":"App","name":"a"\#(mark)}]"# }
        #expect(try !after(review).template.isEmpty)
    }

    @Test func anObjectThatComesBeforeWhatItIsIsReadAllTheSame() throws {
        let review = Review.update(from: { $0.own = nil }, { $0.own = [("wait.k8s/for-job", "migrate")] })
        let request = try #require(try JSONTree(review.body)["request"])
        var body = try JSONTree(review.body)
        body["request"] = .object(request.members.reversed())
        let (one, other) = (try admission.review(review.body), try admission.review(body.bytes))
        #expect(one.patch != nil && one.patch == other.patch)
    }

    // MARK: Change

    @Test(arguments: WorkloadReview.Kind.changeable) func followsTheWorkload(kind: WorkloadReview.Kind) throws {
        let (own, template) = try after(
            Review.update(kind, from: Self.copied) { $0.own?[0].1 = "db/replica" })
        #expect(template == ["wait.k8s/for-service": "db/replica"])
        #expect(own["wait.k8s/copied"] == "wait.k8s/for-service")
    }

    @Test(arguments: WorkloadReview.Kind.changeable) func takesOutWhatIsRemoved(kind: WorkloadReview.Kind) throws {
        let (own, template) = try after(
            Review.update(kind, from: Self.copied) { $0.own?.removeFirst() })
        #expect(template == [:])
        #expect(own == [:])
    }

    @Test func takesOutWhatIsRemovedWithTheList() throws {
        // As somebody does who edits the object and deletes all lines of ours that he sees first.
        let (own, template) = try after(Review.update(from: Self.copied) { $0.own = nil })
        #expect(own == [:] && template == [:])
    }

    @Test func keepsWhatTheTemplateSaidBefore() throws {
        let (own, template) = try after(
            Review.update(from: {
                $0.own = [("wait.k8s/for-service", "a")]
                $0.template = [("wait.k8s/for-service", "b")]
            }) { $0.own = nil })
        #expect(own == [:] && template == ["wait.k8s/for-service": "b"])
    }

    @Test func aValueGivenToTheTemplateIsNoCopyAnyMore() throws {
        let (own, template) = try after(
            Review.update(from: Self.copied) {
                $0.own?[0].1 = "db/other"
                $0.template = [("wait.k8s/for-service", "mine")]
            })
        #expect(template == ["wait.k8s/for-service": "mine"])
        #expect(own == ["wait.k8s/for-service": "db/other"])
    }

    @Test func aReplacedManifestChangesNothingForThePods() throws {
        // kubectl replace sends the manifest as it was applied, without list and copies.
        let (own, template) = try after(
            Review.update(from: Self.copied) {
                $0.own = [("wait.k8s/for-service", "db/postgres")]
                $0.template = nil
            })
        #expect(template == ["wait.k8s/for-service": "db/postgres"])
        #expect(own["wait.k8s/copied"] == "wait.k8s/for-service")
    }

    @Test func copiesWhatWasThereBeforeItWasSeen() throws {
        // The webhook was away when the workload was made.
        let (_, template) = try after(Review.update(from: { _ in }, { $0.spec = #","replicas":3"# }))
        #expect(template == ["wait.k8s/for-service": "db/postgres"])
    }

    @Test func aRollbackToATemplateWithoutCopiesIsCopiedIntoOnlyByWhatTheWorkloadSays() throws {
        let (own, template) = try after(Review.update(from: Self.copied) { ($0.own, $0.template) = ([], []) })
        #expect(own == [:] && template == [:])
    }

    static let shadows: [(name: String, isWarned: Bool, change: @Sendable (inout WorkloadReview.Object) -> Void)] = [
        ("the template gets another value", true, { $0.template = [("wait.k8s/for-service", "mine")] }),
        (
            "both get other values", true,
            {
                $0.own?[0].1 = "db/other"
                $0.template = [("wait.k8s/for-service", "mine")]
            }
        ),
        (
            "both get the same value", false,
            { object in
                object.own?[0].1 = "b"
                object.template = [("wait.k8s/for-service", "b")]
            }
        ),
        ("a copy is followed", false, { $0.own?[0].1 = "db/other" }),
    ]

    @Test(arguments: shadows.indices) func saysWhatIsWithoutEffect(index: Int) throws {
        let (name, isWarned, change) = Self.shadows[index]
        let answer = try admission.review(Review.update(from: Self.copied, change).body)
        let expected = "wait.k8s/for-service on the Deployment is without effect: spec.template says something else."
        #expect(answer.warnings == (isWarned ? [expected] : []), "\(name)")
    }

    @Test func whatIsWithoutEffectIsNotSaidAgain() throws {
        let before: @Sendable (inout WorkloadReview.Object) -> Void = {
            $0.template = [("wait.k8s/for-service", "mine")]
        }
        let other = Review.update(from: before) { $0.spec = #","replicas":2"# }
        #expect(try admission.review(other.body).warnings == [])
        let changed = Review.update(from: before) { $0.own?[0].1 = "db/other" }
        #expect(try admission.review(changed.body).warnings.count == 1)
    }

    @Test func saysWhatIsTakenOut() throws {
        let answer = try admission.review(Review.update(.cronJob, from: Self.copied) { $0.own = nil }.body)
        #expect(
            answer.warnings == [
                "spec.jobTemplate.spec.template loses wait.k8s/for-service: copied from the CronJob, which has it no longer. "
                    + "If the template itself is to have it, apply once more."
            ])
    }

    // MARK: Moved into the template, by its owner

    @Test(arguments: [WorkloadReview.Kind.deployment, .cronJob])
    func whatKubectlApplyStatesForTheTemplateStays(kind: WorkloadReview.Kind) throws {
        let applied = WorkloadReview.create(kind) {
            ($0.own, $0.template) = (nil, [("wait.k8s/for-service", "db/postgres")])
        }
        let (own, template) = try after(
            Review.update(kind, from: Self.copied) {
                $0.own?.removeFirst()
                $0.own?.append(("kubectl.kubernetes.io/last-applied-configuration", applied.object.json(kind)))
            })
        #expect(own == [:] && template == ["wait.k8s/for-service": "db/postgres"])
    }

    /// The API server refuses such keys, but only after us.
    @Test(arguments: ["wait.k8s/for-service,x", "wait.k8s/for-service.ü", "wait.k8s/for service", "wait.k8s/for~1"])
    func keysThatCannotBeAreNotCopied(key: String) throws {
        let review = Review.create { $0.own?.append((key, "a")) }
        #expect(try after(review).template == ["wait.k8s/for-service": "db/postgres"])
    }

    /// Found by fuzzing: the second call took the list away that the first had made.
    @Test func whatIsStatedForTheTemplateAndLostIsPutBackAndNotListed() throws {
        let applied = WorkloadReview.create { $0.template = [("wait.k8s/for-service", "other")] }
        let (own, template) = try after(
            Review.create {
                $0.own?.append(("kubectl.kubernetes.io/last-applied-configuration", applied.object.json(.deployment)))
            })
        #expect(own == ["wait.k8s/for-service": "db/postgres"] && template == own)
    }

    @Test(arguments: WorkloadReview.Kind.changeable, ["Apply", "Update"])
    func whatIsAppliedOnTheServerForTheTemplateStays(kind: WorkloadReview.Kind, operation: String) throws {
        let fields = (kind.path + ["metadata", "annotations"]).reversed().reduce(
            #"{".":{},"f:wait.k8s/for-service":{}}"#
        ) { #"{"f:\#($1)":\#($0),".":{}}"# }
        let (own, template) = try after(
            Review.update(kind, from: Self.copied) {
                $0.own?.removeFirst()
                $0.metadata +=
                    #","managedFields":[{"fieldsV1":{}},{"fieldsV1":\#(fields),"operation":"\#(operation)"}]"#
            })
        #expect(own == [:])
        // An Update says only who wrote last, as a rollback does.
        #expect(template == (operation == "Apply" ? ["wait.k8s/for-service": "db/postgres"] : [:]))
    }

    @Test(arguments: ["", "null", "{", "[]", #"{"spec":[1]}"#, #"{"spec":{"template":null}}"#])
    func whatNobodyCanReadClaimsNothing(text: String) throws {
        let (_, template) = try after(
            Review.update(from: Self.copied) {
                $0.own = [("kubectl.kubernetes.io/last-applied-configuration", text)]
                $0.metadata += #","managedFields":[{"fieldsV1":{"f:spec":1},"operation":"Apply"},7]"#
            })
        #expect(template == [:])
    }

    /// A workload whose annotation has been copied.
    private static func copied(_ object: inout WorkloadReview.Object) {
        object.own = [("wait.k8s/for-service", "db/postgres"), ("wait.k8s/copied", "wait.k8s/for-service")]
        object.template = [("wait.k8s/for-service", "db/postgres")]
    }
}
