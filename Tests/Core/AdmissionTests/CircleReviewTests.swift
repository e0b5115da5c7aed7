import Admission
import CoreTestKit
import Dependencies
import Policies
import Testing
import WaitGraph

/// Pods and workloads that would wait for each other, and what whoever creates them is told.
@Suite struct CircleReviewTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What is there already.
        let graph: String
        var policies: [String] = []
        let body: [UInt8]
        var warning: String?
        /// What is said instead under `deny`; nil where that warns too.
        var denial: String?

        init(
            _ name: String, _ graph: String, policies: [String] = [], _ body: [UInt8], warning: String? = nil,
            denial: String? = nil
        ) {
            testDescription = name
            self.graph = graph
            self.policies = policies
            self.body = body
            self.warning = warning
            self.denial = denial ?? (warning?.contains("waits for pods that never start") == true ? nil : warning)
        }
    }

    /// Two through their Services: the one under review is shop/web.
    private static let pair = """
        StatefulSet db/postgres app=postgres waits service/shop/web
        Service shop/web app=web
        Service db/postgres app=postgres
        """
    private static let words =
        "shop/web → Service db/postgres → db/postgres → Service shop/web: each of them waits for the next, so none of them "
        + "ever starts; remove one of these waits"

    static let examples = [
        Example(
            "a Deployment that closes a circle", pair, WorkloadReview.create().body, warning: words + "."),
        Example(
            "a Deployment whose template is annotated", pair,
            WorkloadReview.create { ($0.own, $0.template) = (nil, [("wait.k8s/for-service", "db/postgres")]) }.body,
            warning: words + "."),
        Example(
            "a CronJob", pair, WorkloadReview.create(.cronJob).body, warning: words + "."),
        Example(
            "a pod of a Deployment that closes a circle", pair, pod(ofDeployment: "web"), warning: words + "."),
        Example(
            "a bare pod", pair, pod(#""name":"web","labels":{"app":"web"}"#), warning: words + "."),
        Example(
            "a pod whose name is made later, whose namespace is in the request alone", pair,
            pod(#""generateName":"web-","labels":{"app":"web"}"#),
            warning: words.replacing("shop/web →", with: "shop/web-... →") + "."),
        Example(
            "a pod of a kind that nobody knows", pair,
            pod(
                #""name":"x-1","labels":{"app":"web"},"ownerReferences":[{"kind":"Widget","name":"web","controller":true}]"#
            ), warning: words + "."),
        Example(
            "what the other waits for is not behind this one", pair,
            WorkloadReview.create { $0.templateMetadata = #""labels":{"app":"other"}"# }.body),
        Example(
            "others that back the Service too", pair + "\nDeployment shop/canary app=web",
            WorkloadReview.create().body),
        Example(
            "a pod that starts all the same once its time is over", pair,
            WorkloadReview.create {
                $0.own = [
                    ("wait.k8s/for-service", "db/postgres"), ("wait.k8s/timeout", "5m"),
                    ("wait.k8s/on-timeout", "proceed"),
                ]
            }.body),
        Example(
            "one that opts out", pair,
            WorkloadReview.create { $0.own?.append(("wait.k8s/inject", "false")) }.body),
        Example(
            "a Deployment that waits for itself", "Service shop/web app=web",
            WorkloadReview.create { $0.own = [("wait.k8s/for-service", "web")] }.body,
            warning:
                "shop/web → Service shop/web: only these pods themselves bring about what they wait for, so none of them "
                + "ever starts; remove this wait."),
        Example(
            "a Job that waits for what waits for it",
            """
            Deployment shop/api app=api waits job/shop/web
            Service shop/api app=api
            """,
            WorkloadReview.create(.job) { $0.own = [("wait.k8s/for-service", "api")] }.body,
            warning:
                "shop/web → Service shop/api → shop/api → Job shop/web: each of them waits for the next, so none of them "
                + "ever starts; remove one of these waits."),
        Example(
            "others wait for each other, and this one for them",
            """
            Deployment db/postgres app=postgres waits job/db/setup
            Job db/setup waits service/db/postgres
            Service db/postgres app=postgres
            """, WorkloadReview.create().body,
            warning:
                "shop/web waits for pods that never start: db/postgres → Job db/setup → Service db/postgres; remove one of "
                + "these waits."),
        Example(
            "by policies alone, a Deployment that says nothing", pair, policies: [policy()], silent,
            warning: words + ", of which WaitPolicy shop/all asks for the first."),
        Example(
            "by policies alone, a pod that says nothing", pair, policies: [policy()],
            pod(ofDeployment: "web", annotations: []),
            warning: words + ", of which WaitPolicy shop/all asks for the first."),
        Example(
            "by a policy alone, for itself", "Service shop/web app=web", policies: [policy(services: "web")], silent,
            warning:
                "shop/web → Service shop/web: only these pods themselves bring about what they wait for, so none of them "
                + "ever starts; remove this wait, which WaitPolicy shop/all asks for."),
        Example(
            "a policy that is only audited", pair, policies: [policy(#""mode":"Audit","#)], silent),
        Example(
            "a policy for others", pair, policies: [policy(selector: #""ownerName":"other""#)], silent),
        Example(
            "a policy for this Deployment by its name", pair,
            policies: [policy(selector: #""ownerKind":"Deployment","ownerName":"web""#)], silent,
            warning: words + ", of which WaitPolicy shop/all asks for the first."),
        Example(
            "a policy whose wait ends by itself", pair,
            policies: [policy(#""timeout":"1m","onTimeout":"proceed","#)], silent),
        Example(
            "a workload that its controller keeps", pair,
            WorkloadReview.create(.replicaSet) {
                $0.metadata += #","ownerReferences":[{"kind":"Deployment","name":"web","controller":true}]"#
            }.body),
        Example("a deletion", pair, operation("DELETE")),
        Example("its scale", pair, subresource("scale")),
        Example("its status", pair, subresource("status")),
        Example(
            "a pod that is changed", pair,
            {
                var review = PodReview(metadata: #""name":"web","namespace":"shop","labels":{"app":"web"}"#)
                review.operation = "UPDATE"
                return review.body
            }()),
    ]

    private static func answer(_ example: Example, _ settings: AdmissionSettings) throws -> ReviewAnswer {
        let graph = try GraphText(example.graph).graph
        let policies = PolicyObjects.inForce(
            try example.policies.map { try PolicyObjects.policy("all", spec: $0) })
        var asked = 0
        let answer = Admission(settings).review(example.body.span, policies: policies) { supposed in
            asked += 1
            return graph.answer(supposing: supposed)
        }
        #expect(asked <= 1)
        return try ReviewAnswer(answer)
    }

    @Test(arguments: examples) func warns(example: Example) throws {
        let answer = try Self.answer(example, Reviews.settings)
        #expect(answer.isAllowed)
        let circles = answer.warnings.filter { $0.contains("→") }
        #expect(circles == [example.warning].compactMap(\.self))
        #expect(answer.answer.circle == (example.warning == nil ? nil : .warned))
        #expect(answer.warnings.allSatisfy { $0.unicodeScalars.count <= 256 })
    }

    @Test(arguments: examples) func denies(example: Example) throws {
        var settings = Reviews.settings
        settings.circles = .deny
        let answer = try Self.answer(example, settings)
        #expect(answer.message == example.denial)
        #expect(answer.isAllowed == (example.denial == nil))
        guard example.denial == nil else {
            #expect(answer.answer.circle == .denied && answer.answer.outcome == .denied)
            #expect(answer.answer.reason == example.denial && answer.patch == nil)
            return
        }
        #expect(answer.warnings.filter { $0.contains("→") } == [example.warning].compactMap(\.self))
    }

    /// Everything but the words is as if nobody had looked.
    @Test(arguments: examples) func changesNothingElse(example: Example) throws {
        let warned = try Self.answer(example, Reviews.settings)
        var settings = Reviews.settings
        settings.circles = .off
        let silent = try Self.answer(example, settings)
        #expect(warned.patch == silent.patch && warned.answer.outcome == silent.answer.outcome)
        #expect(silent.warnings == warned.warnings.filter { !$0.contains("→") })
        #expect(silent.answer.circle == nil)
    }

    @Test func softDenialOnlyWarns() throws {
        var settings = Reviews.settings
        settings.circles = .deny
        settings.isDenialSoft = true
        let answer = try Self.answer(Self.examples[0], settings)
        #expect(answer.isAllowed && answer.warnings == [Self.words + "."])
        #expect(answer.answer.circle == .warned)
    }

    @Test(arguments: [AdmissionSettings.CirclePolicy.warn, .deny]) func whatIsNotKnownSaysNothing(
        policy: AdmissionSettings.CirclePolicy
    ) throws {
        var settings = Reviews.settings
        settings.circles = policy
        let answer = try ReviewAnswer(
            Admission(settings).review(WorkloadReview.create().body.span, circles: { _ in .notKnown }))
        #expect(answer.isAllowed && answer.warnings == [] && answer.answer.circle == .notKnown)
    }

    @Test func nobodyIsAskedAboutWhatDoesNotWait() throws {
        var settings = Reviews.settings
        for circles in AdmissionSettings.CirclePolicy.allCases {
            settings.circles = circles
            for body in [Self.silent, PodReview(annotations: []).body, PodReview(operation: "DELETE").body] {
                let answer = Admission(settings).review(
                    body.span,
                    circles: { _ in
                        Issue.record("asked")
                        return .none
                    })
                #expect(answer.circle == nil)
            }
        }
    }

    @Test func aLongCircleIsCutInTheMiddle() throws {
        let long = String(repeating: "n", count: 40)
        var lines = ["Service shop/web app=web", "Service db/postgres app=postgres"]
        for number in 0..<5 {
            let next = number == 4 ? "service/shop/web" : "service/\(long)/s\(number + 1)"
            let home = number == 0 ? "db/postgres app=postgres" : "\(long)/w\(number) app=w\(number)"
            lines.append("Deployment \(home) waits \(next)")
            if number > 0 { lines.append("Service \(long)/s\(number) app=w\(number)") }
        }
        let example = Example("long", lines.joined(separator: "\n"), WorkloadReview.create().body)
        let warning = try #require(try Self.answer(example, Reviews.settings).warnings.first)
        #expect(
            warning
                == "shop/web → Service db/postgres → db/postgres → Service \(long)/s1 → ... → Service shop/web: each of them waits for the next, so none of them ever starts; remove one of these waits."
        )
        #expect(warning.unicodeScalars.count <= 256)
        var settings = Reviews.settings
        settings.circles = .deny
        let denial = try #require(try Self.answer(example, settings).message)
        #expect(denial.contains("→ \(long)/w3 → ") && !denial.contains("..."))
    }

    // MARK: Changes

    /// What was there before stands in the way of no change; whoever makes it hears of it all the same.
    @Test(arguments: [
        ("nothing", nil, nil, true), ("the image", #""containers":[{"name":"app","image":"app:2"}]"#, nil, true),
        ("the wait itself", nil, "db/postgres", false), ("one wait less", nil, "db/postgres, cache", true),
    ])
    func ofAnUpdateOnlyNewWaitsAreDenied(
        _ what: String, _ podSpec: String?, _ waits: String?, _ isAllowed: Bool
    ) throws {
        let review = WorkloadReview.update(from: { object in
            if what == "the wait itself" { object.own = [] }
            if what == "one wait less" { object.own = [("wait.k8s/for-service", "db/postgres, cache")] }
        }) { object in
            if let podSpec { object.podSpec = podSpec }
            object.own = [("wait.k8s/for-service", "db/postgres")]
        }
        for circles in [AdmissionSettings.CirclePolicy.warn, .deny] {
            var settings = Reviews.settings
            settings.circles = circles
            let answer = try Self.answer(Example(what, Self.pair, review.body), settings)
            #expect(answer.isAllowed == (isAllowed || circles == .warn))
            #expect(answer.isAllowed ? answer.warnings.contains(Self.words + ".") : answer.message == Self.words + ".")
        }
    }

    @Test func otherLabelsAreNewToo() throws {
        let review = WorkloadReview.update(from: { $0.templateMetadata = #""labels":{"app":"old"}"# }) {
            $0.templateMetadata = #""labels":{"app":"web"}"#
        }
        var settings = Reviews.settings
        settings.circles = .deny
        #expect(try Self.answer(Example("", Self.pair, review.body), settings).message == Self.words + ".")
    }

    @Test func aPolicyThatIsNewMakesNoChangeNews() throws {
        let review = WorkloadReview.update(from: { $0.own = nil }) { $0.podSpec += #","hostNetwork":true"# }
        var settings = Reviews.settings
        settings.circles = .deny
        let answer = try Self.answer(Example("", Self.pair, policies: [Self.policy()], review.body), settings)
        #expect(answer.isAllowed)
        #expect(answer.warnings == [Self.words + ", of which WaitPolicy shop/all asks for the first."])
    }

    // MARK: What is asked

    @Test func theWorkloadIsDescribedAsItIsUnderReview() throws {
        var review = WorkloadReview.create { object in
            object.metadata += #","labels":{"tier":"front"}"#
            object.spec = #","replicas":3"#
            object.own = [("wait.k8s/for-service", "db/postgres, cache")]
        }
        #expect(
            try Self.asked(review.body)
                == GraphText.workload(
                    "Deployment shop/web [tier=front] app=web pods=3 waits service/db/postgres; service/shop/cache"))
        review.object.spec = ""
        #expect(try Self.asked(review.body)?.pods == nil)
        #expect(
            try Self.asked(Self.pod(ofDeployment: "web"))
                == GraphText.workload(
                    "Deployment shop/web app=web pod-template-hash=5d8f pods=? waits service/db/postgres"))
    }

    @Test func containersThatPeopleWroteCountToo() throws {
        let container =
            #"{"name":"gate","image":"registry.example/k8s-wait:1","args":["for","service/db/postgres","job/db/setup","--timeout=none"]}"#
        var review = PodReview(annotations: [])
        review.spec += #","initContainers":[\#(container)]"#
        let alone = try #require(try Self.asked(review.body))
        #expect(alone.waits.map(\.description) == ["service/db/postgres", "job/db/setup"])
        review.annotations = [("wait.k8s/for-service", "cache, db/postgres")]
        let both = try #require(try Self.asked(review.body))
        #expect(both.waits.map(\.description) == ["service/shop/cache", "service/db/postgres", "job/db/setup"])
    }

    private static func asked(_ body: [UInt8]) throws -> WorkloadNode? {
        var asked: WorkloadNode?
        let answer = Admission(Reviews.settings).review(
            body.span,
            circles: { supposed in
                asked = supposed
                return .none
            })
        #expect(try ReviewAnswer(answer).isAllowed)
        return asked
    }
}

extension CircleReviewTests {
    /// A Deployment that no annotation says anything about.
    fileprivate static let silent = WorkloadReview.create { $0.own = nil }.body

    fileprivate static func policy(
        _ members: String = "", selector: String = "", services: String = "db/postgres"
    ) -> String {
        #"{\#(members)"selector":{\#(selector)},"dependencies":{"for-service":"\#(services)"}}"#
    }

    fileprivate static func pod(
        _ metadata: String, annotations: [(String, String)] = [("wait.k8s/for-service", "db/postgres")]
    ) -> [UInt8] {
        PodReview(annotations: annotations, metadata: metadata).body
    }

    fileprivate static func pod(
        ofDeployment name: String, annotations: [(String, String)] = [("wait.k8s/for-service", "db/postgres")]
    ) -> [UInt8] {
        pod(
            #""generateName":"\#(name)-5d8f-","labels":{"app":"\#(name)","pod-template-hash":"5d8f"},"#
                + #""ownerReferences":[{"kind":"ReplicaSet","name":"\#(name)-5d8f","controller":true}]"#,
            annotations: annotations)
    }

    fileprivate static func operation(_ operation: String) -> [UInt8] {
        var review = WorkloadReview.create()
        review.operation = operation
        return review.body
    }

    fileprivate static func subresource(_ name: String) -> [UInt8] {
        var review = WorkloadReview.update(from: { $0.own = [] }) { _ in }
        review.subresource = name
        return review.body
    }
}
