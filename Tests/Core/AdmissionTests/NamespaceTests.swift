import Admission
import Dependencies
import Testing

/// What a Namespace says holds for pods that do not say it themselves, before the server's settings.
@Suite struct NamespaceTests {
    private let admission: Admission = {
        var settings = Reviews.settings
        settings.defaults = PodDefaults(timeout: .seconds(60), onTimeout: .fail, onFailure: .fail)
        return Admission(settings)
    }()
    private let shop = NamespaceDefaults([
        ("wait.k8s/timeout", "10m"), ("wait.k8s/on-timeout", "proceed"), ("wait.k8s/position", "last"),
    ])

    private func arguments(_ answer: ReviewAnswer, _ object: JSONTree) throws -> [String] {
        let changed = try Self.applied(answer, object)
        let containers = try #require(changed["spec"]?["initContainers"]?.elements)
        let ours = try #require(containers.first(where: PatchCheck.isOurs))
        return ours["args"]?.elements.compactMap(\.string) ?? []
    }

    private static func applied(_ answer: ReviewAnswer, _ object: JSONTree) throws -> JSONTree {
        let patch = try #require(answer.patch)
        return try object.applying(JSONTree(patch))
    }

    private func answer(
        _ body: [UInt8], _ namespaces: Admission.NamespaceLookup
    ) throws -> (answer: ReviewAnswer, object: JSONTree) {
        let answer = try ReviewAnswer(admission.review(body.span, namespaces: namespaces))
        let review = try JSONTree(body)
        return (answer, try #require(review["request"]?["object"]))
    }

    @Test func holdsWhereThePodSaysNothing() throws {
        var review = PodReview()
        review.spec += #","initContainers":[{"name":"a"}]"#
        let (answer, object) = try answer(review.body) { $0 == "shop" ? self.shop : nil }
        #expect(
            try arguments(answer, object).suffix(3) == ["--timeout=10m", "--on-timeout=proceed", "--on-failure=fail"])
        let changed = try Self.applied(answer, object)
        #expect(changed["spec"]?["initContainers"]?.elements.last.map(PatchCheck.isOurs) == true)
    }

    @Test func thePodWins() throws {
        var review = PodReview()
        review.annotations += [("wait.k8s/timeout", "5s"), ("wait.k8s/position", "first")]
        review.spec += #","initContainers":[{"name":"a"}]"#
        let (answer, object) = try answer(review.body) { _ in self.shop }
        #expect(
            try arguments(answer, object).suffix(3) == ["--timeout=5s", "--on-timeout=proceed", "--on-failure=fail"])
        let changed = try Self.applied(answer, object)
        #expect(changed["spec"]?["initContainers"]?.elements.first.map(PatchCheck.isOurs) == true)
    }

    @Test func theServersSettingsHoldWhereTheNamespaceIsNotKnown() throws {
        let (answer, object) = try answer(PodReview().body) { _ in nil }
        #expect(answer.answer.outcome == .injected)
        #expect(try arguments(answer, object).suffix(3) == ["--timeout=1m", "--on-timeout=fail", "--on-failure=fail"])
    }

    @Test func aMistakeThereIsWarnedOfAndGatesAllTheSame() throws {
        let bad = NamespaceDefaults([("wait.k8s/timeout", "soon"), ("wait.k8s/on-timeout", "proceed")])
        let (answer, object) = try answer(PodReview().body) { _ in bad }
        #expect(answer.warnings.count == 1)
        #expect(answer.warnings.first?.hasPrefix("Ignored on Namespace shop: wait.k8s/timeout, item \"soon\"") == true)
        #expect(
            try arguments(answer, object).suffix(3) == ["--timeout=1m", "--on-timeout=proceed", "--on-failure=fail"])
    }

    @Test func isAskedOnlyWhereSomethingWaits() throws {
        for annotations in [[], [("a/b", "c")]] {
            var review = PodReview()
            review.annotations = annotations
            _ = try answer(review.body) { _ in
                Issue.record("asked in vain")
                return nil
            }
        }
    }

    @Test func aWorkloadsDeadlineIsHeldAgainstTheNamespacesTimeout() throws {
        let review = WorkloadReview.create(.job) {
            $0.spec = #","activeDeadlineSeconds":300"#
            $0.podSpec += #","restartPolicy":"Never""#
        }
        #expect(try answer(review.body, { _ in nil }).answer.warnings == [])
        let (late, _) = try answer(review.body) { _ in self.shop }
        #expect(late.warnings.first?.contains("shorter than the timeout of the wait (10m)") == true)
    }

    @Test func aWorkloadIsWarnedOfTheNamespacesMistakesWhenItIsNews() throws {
        let bad = NamespaceDefaults([("wait.k8s/timeout", "soon")])
        let create = WorkloadReview.create()
        #expect(try answer(create.body) { _ in bad }.answer.warnings.first?.contains("Namespace shop") == true)
        let other = WorkloadReview.update(from: { $0.template = $0.own }, { $0.spec = #","replicas":2"# })
        #expect(try answer(other.body) { _ in bad }.answer.warnings == [])
    }
}
