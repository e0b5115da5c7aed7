import Admission
import Dependencies
import Testing

/// Which pods get a container, and what it says.
@Suite struct PodRulesTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let review: PodReview

        init(_ name: String, _ change: (inout PodReview) -> Void = { _ in }) {
            testDescription = name
            var review = PodReview()
            change(&review)
            self.review = review
        }
    }

    private func container(
        _ review: PodReview, _ settings: AdmissionSettings = Reviews.settings
    ) throws -> JSONTree {
        let changed = try PatchCheck.check(review.body, by: Admission(settings))
        return try #require(changed["spec"]?["initContainers"]?.elements.first(where: PatchCheck.isOurs))
    }

    private func environment(_ container: JSONTree) -> [String: String] {
        var result: [String: String] = [:]
        for variable in container["env"]?.elements ?? [] {
            result[variable["name"]?.string ?? ""] = variable["value"]?.string ?? "field"
        }
        return result
    }

    static let untouched = [
        Case("no annotation of ours") { $0.annotations = [("example.com/x", "y")] },
        Case("no annotations") { $0.annotations = [] },
        Case("only what we write ourselves") { $0.annotations = [("wait.k8s/injected-by", "1.0.0")] },
        Case("nothing to wait for") { $0.annotations = [("wait.k8s/timeout", "5m")] },
        Case("opted out") { $0.annotations.append(("wait.k8s/inject", "false")) },
        Case("opted out, with a mistake") {
            $0.annotations = [("wait.k8s/inject", "false"), ("wait.k8s/for-service", "a b=c")]
        },
        Case("mirror pod") { $0.annotations.append(("kubernetes.io/config.mirror", "abc")) },
        Case("update") { $0.operation = "UPDATE" },
        Case("delete") { $0.operation = "DELETE" },
        Case("connect") { $0.operation = "CONNECT" },
        Case("binding") { $0.subresource = "binding" },
        Case("ephemeral containers") { $0.subresource = "ephemeralcontainers" },
        Case("eviction") { $0.subresource = "eviction" },
    ]

    @Test(arguments: untouched) func leavesAlone(_ test: Case) throws {
        let answer = try Admission(Reviews.settings).review(test.review.body)
        #expect(answer.isAllowed)
        #expect(answer.patch == nil)
        #expect(answer.answer.outcome == .unchanged)
    }

    static let gated = [
        Case("bare"),
        Case("a node chosen at creation") { $0.spec += #","nodeName":"node-1""# },
        Case("generateName") { $0.metadata = #""generateName":"web-""# },
        Case("no namespace in the object") { $0.metadata = #""name":"web""# },
        Case("empty namespace in the object") { $0.metadata = #""name":"web","namespace":"""# },
        Case("labels null") { $0.metadata += #","labels":null"# },
        Case("labels empty") { $0.metadata += #","labels":{}"# },
        Case("labels") { $0.metadata += #","labels":{"app":"web"}"# },
        Case("gated already") { $0.metadata += #","labels":{"wait.k8s/gated":"true","app":"web"}"# },
        Case("gated label says no") { $0.metadata += #","labels":{"wait.k8s/gated":"false"}"# },
        Case("init containers null") { $0.spec += #","initContainers":null"# },
        Case("init containers empty") { $0.spec += #","initContainers":[]"# },
        Case("init containers") {
            $0.spec += #","initContainers":[{"name":"a"},{"name":"b","restartPolicy":"Always"}]"#
        },
        Case("copied annotation of an injection") { $0.annotations.append(("wait.k8s/injected-by", "1.2.3")) },
        Case("older version's annotation") { $0.annotations.append(("wait.k8s/injected-by", "0.9.0")) },
        Case("fields that nobody knows yet") {
            $0.spec = #""futureField":{"deep":[1,2.50,{"x":null}]},"containers":[{"name":"app","newThing":1e3}]"#
            $0.metadata += #","another":"\u00e9\n\/""#
        },
    ]

    @Test(arguments: gated) func injects(_ test: Case) throws {
        let changed = try PatchCheck.check(test.review.body, by: Admission(Reviews.settings))
        #expect(changed["metadata"]?["labels"]?["wait.k8s/gated"]?.string == "true")
        #expect(changed["metadata"]?["annotations"]?["wait.k8s/injected-by"]?.string == "1.2.3")
        let first = try #require(changed["spec"]?["initContainers"]?[0])
        #expect(first["name"]?.string == "k8s-wait")
        #expect(first["image"]?.string == "registry.example/k8s-wait:1.2.3")
        #expect(first["args"]?[0]?.string == "for")
        #expect(first["terminationMessagePolicy"]?.string == "FallbackToLogsOnError")
        #expect(first["command"] == nil && first["restartPolicy"] == nil)
    }

    @Test func anEmptyListOfAnnotationsCannotAsk() throws {
        var review = PodReview(annotations: [])
        review.metadata += #","annotations":null"#
        #expect(try Admission(Reviews.settings).review(review.body).patch == nil)
    }

    static let positions: [(String?, ContainerPosition?, Int)] = [
        (nil, nil, 0), ("first", nil, 0), ("last", nil, 2), (nil, .first, 0), (nil, .last, 2), ("first", .last, 0),
        ("last", .first, 2),
    ]

    @Test(arguments: positions)
    func stands(annotation: String?, setting: ContainerPosition?, index: Int) throws {
        var review = PodReview()
        review.spec += #","initContainers":[{"name":"seed"},{"name":"mesh","restartPolicy":"Always"}]"#
        if let annotation { review.annotations.append(("wait.k8s/position", annotation)) }
        var settings = Reviews.settings
        if let setting { settings.defaults.position = setting }
        let changed = try PatchCheck.check(review.body, by: Admission(settings))
        let names = changed["spec"]?["initContainers"]?.elements.compactMap { $0["name"]?.string }
        #expect(names?.firstIndex(of: "k8s-wait") == index)
    }

    @Test(arguments: [
        (#""dnsPolicy":"ClusterFirst""#, false), (#""hostNetwork":false"#, false),
        (#""hostNetwork":true"#, true), (#""hostNetwork":true,"dnsPolicy":"ClusterFirst""#, true),
        (#""hostNetwork":true,"dnsPolicy":"ClusterFirstWithHostNet""#, false),
        (#""dnsPolicy":"ClusterFirstWithHostNet""#, false), (#""dnsPolicy":"None""#, true),
        (#""dnsPolicy":"Default""#, true), (#""hostNetwork":null,"dnsPolicy":null"#, false),
    ])
    func getsAddressesWhereNamesDoNotResolve(spec: String, expected: Bool) throws {
        var review = PodReview()
        review.spec += ",\(spec)"
        let environment = try environment(container(review))
        #expect(environment["K8S_WAIT_ADDRESSES"] == (expected ? "10.0.0.10,fd00::10" : nil))
        #expect(environment["K8S_WAIT_SERVER"] == "https://k8s-wait-status.k8s-wait.svc:9843")
        #expect(environment["K8S_WAIT_PINS"]?.utf8.count == 129)
        for name in ["POD_NAME", "POD_NAMESPACE", "POD_UID", "NODE_NAME", "POD_IP"] {
            #expect(environment[name] == "field")
        }
    }

    @Test func theNamespaceOfTheRequestIsThePods() throws {
        var review = PodReview(annotations: [("wait.k8s/for-service", "redis")])
        review.metadata = #""name":"web""#
        #expect(try container(review)["args"]?[1]?.string == "service/shop/redis")
        review.namespace = #""""#
        review.metadata = #""name":"web","namespace":"other""#
        #expect(try container(review)["args"]?[1]?.string == "service/other/redis")
        review.metadata = #""name":"web""#
        let answer = try Admission(Reviews.settings).review(review.body)
        #expect(!answer.isAllowed)
        #expect(answer.message?.contains("request.namespace") == true)
    }

    @Test func settingsOfThePodReachTheArguments() throws {
        var review = PodReview(annotations: [
            ("wait.k8s/for-service", "a min=2, b/c port=http"), ("wait.k8s/for-job", "x/migrate"),
            ("wait.k8s/timeout", "90"), ("wait.k8s/on-timeout", "proceed"), ("wait.k8s/on-failure", "wait"),
        ])
        review.spec += #","restartPolicy":"Never""#
        let arguments = try container(review)["args"]?.elements.compactMap(\.string)
        #expect(
            arguments == [
                "for", "service/shop/a min=2", "service/b/c port=http", "job/x/migrate", "--timeout=1m30s",
                "--on-timeout=proceed", "--on-failure=wait",
            ])
    }

    @Test func theServersDefaultsHoldWhereThePodSaysNothing() throws {
        var settings = Reviews.settings
        settings.defaults = PodDefaults(timeout: .seconds(60), onTimeout: .proceed, onFailure: .fail)
        let arguments = try container(PodReview(), settings)["args"]?.elements.compactMap(\.string)
        #expect(arguments?.suffix(3) == ["--timeout=1m", "--on-timeout=proceed", "--on-failure=fail"])
    }

    /// The API server sends no such namespace; of one, our container's arguments could not be read.
    @Test(arguments: ["[shop", "Shop", "a/b", String(repeating: "a", count: 64), "a\\u0000"])
    func refusesWhatIsNoNamespace(_ name: String) throws {
        var review = PodReview()
        review.namespace = #""\#(name)""#
        let answer = try Admission(Reviews.settings).review(review.body)
        #expect(!answer.isAllowed)
        #expect(answer.message?.contains("request.namespace") == true)
    }
}
