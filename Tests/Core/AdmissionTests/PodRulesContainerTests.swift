import Admission
import Dependencies
import Testing

/// Image, resources, secrets and user of the container.
@Suite struct PodRulesContainerTests {
    private func changed(
        _ review: PodReview, _ change: (inout AdmissionSettings) -> Void = { _ in }
    ) throws -> JSONTree {
        var settings = Reviews.settings
        change(&settings)
        return try PatchCheck.check(review.body, by: Admission(settings))
    }

    private func container(
        _ review: PodReview, _ change: (inout AdmissionSettings) -> Void = { _ in }
    ) throws -> JSONTree {
        try #require(changed(review, change)["spec"]?["initContainers"]?.elements.first(where: PatchCheck.isOurs))
    }

    private static let ours = #"{"limits":{"cpu":"20m","memory":"32Mi"},"requests":{"cpu":"20m","memory":"32Mi"}}"#

    static let resources: [(spec: String, expected: String?)] = [
        (#""containers":[{"name":"a"}]"#, nil),
        (#""containers":[{"name":"a","resources":{}}]"#, nil),
        (#""containers":[{"name":"a","resources":null}]"#, nil),
        (#""containers":[{"name":"a","resources":{"limits":{},"requests":null}}]"#, nil),
        (#""containers":[{"name":"a","resources":{"claims":[{"name":"gpu"}]}}]"#, nil),
        (#""containers":[{"name":"a","resources":{"limits":{"memory":"1Gi"}}}]"#, ours),
        (#""containers":[{"name":"a"},{"name":"b","resources":{"requests":{"cpu":1}}}]"#, ours),
        (#""initContainers":[{"name":"i","resources":{"limits":{"cpu":"1"}}}],"containers":[{"name":"a"}]"#, ours),
        (#""resources":{"limits":{"memory":"1Gi"}},"containers":[{"name":"a"}]"#, nil),
        (
            #""resources":{"limits":{"memory":"1Gi"}},"containers":[{"name":"a","resources":{"limits":{"cpu":1}}}]"#,
            nil
        ),
    ]

    @Test(arguments: resources)
    func hasResourcesWhereOthersHave(spec: String, expected: String?) throws {
        let resources = try container(PodReview(spec: spec))["resources"]
        #expect(resources == (try expected.map { try JSONTree.json($0) }))
    }

    @Test func asksForWhatThePodSays() throws {
        var review = PodReview()
        review.annotations += [("wait.k8s/cpu", "0.1"), ("wait.k8s/memory", "64Mi")]
        let resources = try container(review)["resources"]
        for side in ["requests", "limits"] {
            #expect(resources?[side]?["cpu"]?.string == "0.1")
            #expect(resources?[side]?["memory"]?.string == "64Mi")
        }
    }

    @Test func oneQuantityOfThePodLeavesTheOtherToTheSettings() throws {
        var review = PodReview()
        review.annotations += [("wait.k8s/memory", "64Mi")]
        let limits = try container(review) { $0.cpu = "7m" }["resources"]?["limits"]
        #expect(limits?["cpu"]?.string == "7m")
        #expect(limits?["memory"]?.string == "64Mi")
    }

    @Test(arguments: [
        ("", #"[{"name":"our-pull-secret"}]"#),
        (#","imagePullSecrets":null"#, #"[{"name":"our-pull-secret"}]"#),
        (#","imagePullSecrets":[]"#, #"[{"name":"our-pull-secret"}]"#),
        (#","imagePullSecrets":[{"name":"a"}]"#, #"[{"name":"a"},{"name":"our-pull-secret"}]"#),
        (#","imagePullSecrets":[{"name":"our-pull-secret"},{}]"#, #"[{"name":"our-pull-secret"},{}]"#),
    ])
    func addsThePullSecretOnce(spec: String, expected: String) throws {
        var review = PodReview()
        review.spec += spec
        let secrets = try changed(review) { $0.pullSecret = "our-pull-secret" }["spec"]?["imagePullSecrets"]
        #expect(secrets == (try JSONTree.json(expected)))
    }

    @Test func imageAndPullPolicyAreSettings() throws {
        let container = try container(PodReview()) {
            $0.image = "other.example/wait@sha256:abc"
            $0.pullPolicy = nil
        }
        #expect(container["image"]?.string == "other.example/wait@sha256:abc")
        #expect(container["imagePullPolicy"] == nil)
    }

    @Test(arguments: ["registry.example/k8s-wait:1.2.3", "mirror.example/team/wait:2", "exact.example/wait:1"])
    func takesAnAllowedImageOfThePod(image: String) throws {
        var review = PodReview()
        review.annotations.append(("wait.k8s/image", image))
        let container = try container(review) {
            $0.allowedImages = [ImagePattern("mirror.example/*"), ImagePattern("exact.example/wait:1")]
        }
        #expect(container["image"]?.string == image)
    }

    @Test func refusesAnyOtherImage() throws {
        var review = PodReview()
        review.annotations.append(("wait.k8s/image", "evil.example/wait:1"))
        var settings = Reviews.settings
        settings.allowedImages = [ImagePattern("mirror.example/*")]
        let answer = try Admission(settings).review(review.body)
        #expect(!answer.isAllowed)
        let message = try #require(answer.message)
        #expect(message.contains("wait.k8s/image") && message.contains("evil.example/wait:1"))
        #expect(message.contains("mirror.example/*"))

        settings.isDenialSoft = true
        let soft = try Admission(settings).review(review.body)
        #expect(soft.isAllowed && soft.warnings.count == 2)
        let object = try #require(JSONTree(review.body)["request"]?["object"])
        let container = try object.applying(JSONTree(try #require(soft.patch)))["spec"]?["initContainers"]?[0]
        #expect(container?["image"]?.string == "registry.example/k8s-wait:1.2.3")
    }

    @Test func theUserCanBeLeftToTheCluster() throws {
        #expect(try container(PodReview())["securityContext"]?["runAsUser"] == .scalar("65532"))
        #expect(try container(PodReview()) { $0.runAsUser = nil }["securityContext"]?["runAsUser"] == nil)
    }

    @Test func thePodsOwnContextDoesNotWeakenOurs() throws {
        var review = PodReview()
        review.spec +=
            #","securityContext":{"runAsUser":0,"runAsNonRoot":false,"seccompProfile":{"type":"Unconfined"}}"#
        #expect(PodSecurityStandard.violations(of: try container(review)) == [])
    }

    @Test func aServerWithoutPinsOrAddressesNamesNone() throws {
        var review = PodReview()
        review.spec += #","hostNetwork":true"#
        let names = try container(review) {
            $0.pins = []
            $0.statusAddresses = []
        }["env"]?.elements.compactMap { $0["name"]?.string }
        #expect(names == ["K8S_WAIT_SERVER", "POD_NAME", "POD_NAMESPACE", "POD_UID", "NODE_NAME", "POD_IP"])
    }

    @Test(arguments: [
        ("*", "anything", true), ("*", "", true), ("", "", true), ("", "a", false), ("a/*", "a/b/c:1", true),
        ("a/*", "a", false), ("a/*", "b/a/c", false), ("*/wait:*", "r.io/x/wait:1", true),
        ("*/wait:*", "wait:1", false),
        ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXbYbZ", false), ("a**b", "ab", true), ("a*", "A", false),
        ("*.io/wait", "x.io/wait", true), ("*aab", "aaaaab", true), ("*aab", "aaaaba", false),
    ])
    func patternsMatchWholeImages(pattern: String, image: String, expected: Bool) {
        #expect(ImagePattern(pattern).matches(image) == expected)
    }
}
