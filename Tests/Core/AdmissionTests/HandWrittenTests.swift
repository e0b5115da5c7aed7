import Admission
import CoreTestKit
import Dependencies
import Glibc
import Testing

/// Containers of our image that people wrote themselves.
@Suite struct HandWrittenTests {
    /// A pod with containers of our image, without annotations.
    static func review(
        _ initContainers: String, containers: String = #"{"name":"app","image":"app:1"}"#, more: String = ""
    ) -> PodReview {
        var review = PodReview(annotations: [])
        review.spec = #""initContainers":[\#(initContainers)],"containers":[\#(containers)]\#(more)"#
        return review
    }

    static func container(_ members: String, image: String = "registry.example/k8s-wait:1.2.3") -> String {
        #"{"name":"wait-for-db","image":"\#(image)",\#(members)}"#
    }

    /// Pods whose whole answers are checked in, by name.
    static let pods: [(String, PodReview)] = [
        ("when-ready", review(container(#""args":["--type=service","--namespace=my-namespace","--name=postgres"]"#))),
        (
            "wait-for",
            review(
                container(#""args":["job","develop-onezone-ready-check"]"#) + ","
                    + container(#""args":["pod","-lapp=ceph"],"env":[]"#))
        ),
        (
            "entrypoint",
            review(
                #"{"name":"init","image":"registry.example/k8s-wait@sha256:ab","command":["kubernetes-entrypoint"],"env":["#
                    + #"{"name":"POD_NAME","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}},"#
                    + #"{"name":"NAMESPACE","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}},"#
                    + #"{"name":"DEPENDENCY_SERVICE","value":"mysql:mariadb,keystone-api"},"#
                    + #"{"name":"DEPENDENCY_JOBS"},{"name":"COMMAND","value":"echo done"}]}"#,
                more: #","hostNetwork":true"#)
        ),
        (
            "main container",
            review(
                #"{"name":"seed","image":"seed:1"}"#,
                containers: #"{"name":"wait","image":"registry.example/k8s-wait","args":["for","job/a/b"]}"#)
        ),
        (
            "annotated too",
            {
                var review = Self.review(container(#""args":["precheck.example.com"]"#))
                review.annotations = [("wait.k8s/for-job", "migrate")]
                return review
            }()
        ),
        ("bad", review(container(#""args":["job","a_b"]"#))),
        (
            "unreadable",
            review(container(#""args":["job","$(J)"],"env":[{"name":"J","valueFrom":{"secretKeyRef":{}}}]"#))
        ),
    ]

    @Test(arguments: pods) func answersAsCheckedIn(_ name: String, _ review: PodReview) throws {
        let text = try Admission(Reviews.settings).review(review.body).text
        let path = "patches/hand-written-\(name.replacing(" ", with: "-")).txt"
        if getenv("K8S_WAIT_WRITE_GOLDENS") != nil { try Fixtures.write(text, to: path) }
        #expect(text == String(decoding: try Fixtures.read(path), as: UTF8.self))
    }

    @Test(arguments: pods) func changesNothingElse(_ name: String, _ review: PodReview) throws {
        try PatchCheck.check(review.body, by: Admission(Reviews.settings))
    }

    @Test func getsWhatItNeedsToAsk() throws {
        let changed = try PatchCheck.check(
            Self.review(Self.container(#""args":["job","a"]"#)).body, by: Admission(Reviews.settings))
        #expect(changed["metadata"]?["labels"]?["wait.k8s/gated"]?.string == "true")
        #expect(changed["metadata"]?["annotations"] == nil)
        let environment = try #require(changed["spec"]?["initContainers"]?[0]?["env"]?.elements)
        #expect(
            environment.compactMap { $0["name"]?.string } == [
                "K8S_WAIT_SERVER", "K8S_WAIT_PINS", "K8S_WAIT_CONTAINER", "POD_NAME", "POD_NAMESPACE", "POD_UID",
                "NODE_NAME", "POD_IP",
            ])
        #expect(environment[2]["value"]?.string == "wait-for-db")
    }

    @Test func keepsWhatIsSetAndFillsWhatIsEmpty() throws {
        let text =
            #""args":["job","a"],"env":[{"name":"K8S_WAIT_SERVER","value":"https://other:1"},{"name":"POD_UID","value":""},"#
            + #"{"name":"K8S_WAIT_CONTAINER","value":"another"},{"name":"X","value":"y"}]"#
        let changed = try PatchCheck.check(Self.review(Self.container(text)).body, by: Admission(Reviews.settings))
        let environment = try #require(changed["spec"]?["initContainers"]?[0]?["env"]?.elements)
        #expect(environment[0]["value"]?.string == "https://other:1")
        #expect(environment[1]["valueFrom"]?["fieldRef"]?["fieldPath"]?.string == "metadata.uid")
        #expect(environment[2]["value"]?.string == "wait-for-db")
        #expect(environment[3]["value"]?.string == "y")
        #expect(environment.count == 9)
    }

    /// A reference to a variable that only the webhook adds is expanded as the kubelet will expand it.
    @Test func readsItsQuestionAsTheKubeletWillStartIt() throws {
        let good = Self.review(Self.container(#""args":["job","a","-n","$(POD_NAMESPACE)"]"#))
        #expect(try Admission(Reviews.settings).review(good.body).isAllowed)
        var named = Self.review(Self.container(#""args":["job","$(POD_NAME)-$(POD_UID)"]"#))
        named.metadata = #""generateName":"web-""#
        #expect(try Admission(Reviews.settings).review(named.body).isAllowed)
        let bad = Self.review(Self.container(#""args":["job","a","-n","$(NO_SUCH)"]"#))
        #expect(try !Admission(Reviews.settings).review(bad.body).isAllowed)
    }

    static let images: [(setting: String, image: String, isOurs: Bool)] = [
        ("registry.example/k8s-wait:1", "registry.example/k8s-wait", true),
        ("registry.example/k8s-wait:1", "registry.example/k8s-wait:2", true),
        ("registry.example/k8s-wait@sha256:ab", "registry.example/k8s-wait:2@sha256:cd", true),
        ("registry.example/k8s-wait:1", "registry.example:443/k8s-wait:1", false),
        ("localhost:5000/k8s-wait", "localhost:5000/k8s-wait:x", true),
        ("registry.example/k8s-wait:1", "Registry.Example/k8s-wait:1", true),
        ("registry.example/k8s-wait:1", "registry.example/k8s-wait-for:1", false),
        ("registry.example/k8s-wait:1", "registry.example/other/k8s-wait:1", false),
        ("registry.example/k8s-wait:1", "k8s-wait:1", false),
        ("k8s-wait:1", "docker.io/library/k8s-wait", true),
        ("k8s-wait:1", "docker.io/k8s-wait", true),
        ("example/k8s-wait:1", "index.docker.io/example/k8s-wait:9", true),
        ("docker.io/example/k8s-wait", "example/k8s-wait", true),
        ("registry.example/k8s-wait:1", "", false),
        ("registry.example/k8s-wait:1", "@:/", false),
    ]

    @Test(arguments: images) func knowsItsImage(_ setting: String, _ image: String, _ isOurs: Bool) throws {
        var settings = Reviews.settings
        settings.image = setting
        let review = Self.review(Self.container(#""args":["job","a"]"#, image: image))
        #expect(try Admission(settings).review(review.body).answer.outcome == (isOurs ? .recognised : .unchanged))
    }

    static let obstacles: [(String, String)] = [
        ("app", "starts only after all init containers"), ("wait-for-db", "waits for itself"),
        ("nobody", "has no container nobody"), ("late", "starts only after this one"), ("seed", "never Ready"),
    ]

    @Test(arguments: obstacles) func aContainerMustBeAbleToBecomeReady(_ name: String, _ words: String) throws {
        let waiting = Self.container(#""env":[{"name":"DEPENDENCY_CONTAINER","value":"\#(name)"}]"#)
        let review = Self.review(
            #"{"name":"seed"},{"name":"mesh","restartPolicy":"Always"},\#(waiting),{"name":"late","restartPolicy":"Always"}"#
        )
        #expect(try Admission(Reviews.settings).review(review.body).message?.contains(words) == true)
    }

    @Test(arguments: ["mesh", "app"]) func aContainerThatRunsBesideItIsFine(_ name: String) throws {
        let waiting = Self.container(#""env":[{"name":"DEPENDENCY_CONTAINER","value":"\#(name)"}]"#)
        let review =
            name == "mesh"
            ? Self.review(#"{"name":"mesh","restartPolicy":"Always"},\#(waiting)"#)
            : Self.review(#"{"name":"seed"}"#, containers: #"{"name":"app"},\#(waiting)"#)
        #expect(try Admission(Reviews.settings).review(review.body).isAllowed)
    }

    @Test func softDenialLetsItThrough() throws {
        var settings = Reviews.settings
        settings.isDenialSoft = true
        let answer = try Admission(settings).review(Self.review(Self.container(#""args":["job","a_b"]"#)).body)
        #expect(answer.isAllowed)
        #expect(answer.warnings.contains { $0.contains("a_b") })
        #expect(answer.answer.outcome == .recognised)
    }

    @Test func optingOutLeavesItAlone() throws {
        var review = Self.review(Self.container(#""args":["job","a"]"#))
        review.annotations = [("wait.k8s/inject", "false")]
        #expect(try Admission(Reviews.settings).review(review.body).patch == nil)
    }

    @Test func warnsOfWhatItCannotSeeAndOfWhatCouldBeMeantOtherwise() throws {
        let foreign =
            #""command":["kubernetes-entrypoint"],"env":[{"name":"DEPENDENCY_JOBS","value":"a"}],"envFrom":[{}]"#
        let answer = try Admission(Reviews.settings).review(Self.review(Self.container(foreign)).body)
        #expect(answer.isAllowed)
        #expect(answer.warnings.contains { $0.contains("envFrom") })
        let hosts = try Admission(Reviews.settings).review(Self.review(Self.container(#""args":["a.example"]"#)).body)
        #expect(hosts.warnings.contains { $0.contains("host names") && $0.contains("wait-for-db") })
    }

    @Test func soManyAreRefused() throws {
        let one = Self.container(#""args":["job","a"]"#)
        let many = Array(repeating: one, count: 17).joined(separator: ",")
        #expect(
            try Admission(Reviews.settings).review(Self.review(many).body).message?.contains("more than 16") == true)
        let few = Array(repeating: one, count: 16).joined(separator: ",")
        #expect(try Admission(Reviews.settings).review(Self.review(few).body).isAllowed)
    }

    @Test func whatTheOperatorDoesNotAllowIsRefused() throws {
        let custom = #"[{\"apiVersion\":\"example.com/v1\",\"kind\":\"Foo\",\"name\":\"a\"}]"#
        let text = #""env":[{"name":"DEPENDENCY_CUSTOM_RESOURCE","value":"\#(custom)"}]"#
        let review = Self.review(Self.container(text))
        #expect(try Admission(Reviews.settings).review(review.body).message?.contains("--allow-kinds") == true)
        var settings = Reviews.settings
        settings.allowedKinds = AllowedKinds("foos.example.com")
        #expect(try Admission(settings).review(review.body).isAllowed)
    }

    /// No API server sends such a pod; a patch of its labels would not apply.
    @Test(arguments: ["", #""metadata":null,"#]) func refusesAPodWithoutMetadata(_ metadata: String) throws {
        let body = String(decoding: Self.review(Self.container(#""args":["job","a"]"#)).body, as: UTF8.self)
        let bare = body.replacing(#""metadata":{"name":"web","namespace":"shop"},"#, with: metadata)
        #expect(bare != body)
        let answer = try Admission(Reviews.settings).review(Array(bare.utf8))
        #expect(!answer.isAllowed && answer.message?.contains("request.object.metadata") == true)
    }
}
