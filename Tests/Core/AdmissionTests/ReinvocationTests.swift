import Admission
import Testing

/// A pod that comes back with our container in it: from a second call within one request, or copied by hand.
@Suite struct ReinvocationTests {
    /// A pod with resources, on the node's network, so that every part of the container is there.
    private static let review: PodReview = {
        var review = PodReview()
        review.spec =
            #""initContainers":[{"name":"a"}],"hostNetwork":true,"#
            + #""containers":[{"name":"app","resources":{"limits":{"cpu":"1"}}}]"#
        return review
    }()

    private let admission = Admission(Reviews.settings)

    /// The review of the pod after our first answer, with `change` made to our container.
    private func review(after change: (inout JSONTree) throws -> Void) throws -> JSONTree {
        var review = try JSONTree(Self.review.body)
        var object = try PatchCheck.check(Self.review.body, by: admission)
        var list = try #require(object["spec"]?["initContainers"]?.elements)
        let index = try #require(list.firstIndex(where: PatchCheck.isOurs))
        try change(&list[index])
        object["spec"]?["initContainers"] = .array(list)
        review["request"]?["object"] = object
        return review
    }

    struct Change: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let apply: @Sendable (inout JSONTree) throws -> Void

        init(_ name: String, _ apply: @escaping @Sendable (inout JSONTree) throws -> Void) {
            testDescription = name
            self.apply = apply
        }

        static func set(_ path: String..., to text: String) -> Change {
            Change("\(path.joined(separator: ".")) = \(text)") { container in
                container = try container.setting(path[...], to: .json(text))
            }
        }

        static func remove(_ path: String...) -> Change {
            Change("no \(path.joined(separator: "."))") { container in
                container = container.setting(path[...], to: nil)
            }
        }

        static func addVariable(_ text: String) -> Change {
            Change("env + \(text)") { container in
                container["env"] = try .array((container["env"]?.elements ?? []) + [.json(text)])
            }
        }

        static func changeVariable(_ name: String, to text: String?) -> Change {
            Change("env \(name) = \(text ?? "gone")") { container in
                container["env"] = try .array(
                    (container["env"]?.elements ?? []).compactMap { variable in
                        variable["name"]?.string == name ? try text.map(JSONTree.json) : variable
                    })
            }
        }
    }

    /// What the API server, its plugins and other webhooks do to every container between two calls.
    static let same: [Change] = [
        Change("nothing") { _ in },
        .set("terminationMessagePath", to: #""/dev/termination-log""#),
        .set("terminationMessagePath", to: "null"),
        .set("imagePullPolicy", to: #""Always""#),
        .set("image", to: #""mirror.internal/cache/k8s-wait:1.2.3""#),
        .set("command", to: "null"), .set("command", to: "[]"), .set("restartPolicy", to: "null"),
        .set("resources", "limits", "cpu", to: #""0.02""#),
        .set("resources", "limits", "memory", to: #""33554432""#),
        .set("resources", "limits", "memory", to: "33554432"),
        .set("resources", "requests", "memory", to: #""32768Ki""#),
        .set("resources", "limits", "ephemeral-storage", to: #""1Gi""#),
        .set("volumeMounts", to: #"[{"name":"kube-api-access-x","readOnly":true,"mountPath":"/var/run/secrets"}]"#),
        .set("resizePolicy", to: #"[{"resourceName":"cpu","restartPolicy":"NotRequired"}]"#),
        .set("securityContext", "procMount", to: #""Default""#),
        .set("securityContext", "seLinuxOptions", to: #"{"level":"s0:c1,c2"}"#),
        .set("securityContext", "privileged", to: "false"),
        .set("securityContext", "runAsGroup", to: "1000"),
        .set("securityContext", "capabilities", "drop", to: #"["ALL","KILL"]"#),
        .set("securityContext", "capabilities", "add", to: "null"),
        .set("somethingNewer", to: #"{"a":[1]}"#),
        .addVariable(#"{"name":"AWS_ROLE_ARN","value":"arn"}"#),
        .addVariable(#"{"name":"K8S_WAIT_SERVER_PORT","value":"tcp://1"}"#),
        .addVariable(#"{"name":"TOKEN","valueFrom":{"secretKeyRef":{"name":"a","key":"b"}}}"#),
        .changeVariable("POD_UID", to: #"{"name":"POD_UID","valueFrom":{"fieldRef":{"fieldPath":"metadata.uid"}}}"#),
    ]

    @Test(arguments: same) func isLeftWhenItDoesTheSame(_ change: Change) throws {
        let answer = try admission.review(review(after: change.apply).bytes)
        #expect(answer.isAllowed && answer.patch == nil)
        #expect(answer.answer.outcome == .unchanged)
    }

    /// What would make the pod wait for something else, or not at all.
    static let different: [Change] = [
        .set("args", to: #"["for","service/db/other","--timeout=none","--on-timeout=fail","--on-failure=wait"]"#),
        .set("args", to: "[]"), .remove("args"), .set("args", to: "[1]"), .set("args", to: #""for""#),
        .set("image", to: #""registry.example/k8s-wait:1.2.2""#), .set("image", to: #""busybox""#), .remove("image"),
        .set("imagePullPolicy", to: #""Never""#), .remove("imagePullPolicy"),
        .set("command", to: #"["true"]"#), .set("command", to: #""true""#),
        .set("restartPolicy", to: #""Always""#), .set("restartPolicy", to: #""Never""#),
        .set("terminationMessagePath", to: #""/tmp/x""#), .set("terminationMessagePolicy", to: #""File""#),
        .remove("terminationMessagePolicy"),
        .set("resources", "limits", "cpu", to: #""30m""#), .remove("resources", "limits", "cpu"),
        .remove("resources", "requests"), .remove("resources"), .set("resources", to: "null"),
        .set("resources", "limits", "cpu", to: #""soon""#),
        .remove("securityContext"), .remove("securityContext", "runAsNonRoot"),
        .set("securityContext", "runAsNonRoot", to: "false"), .set("securityContext", "runAsUser", to: "0"),
        .set("securityContext", "runAsUser", to: "1000"), .remove("securityContext", "runAsUser"),
        .set("securityContext", "privileged", to: "true"),
        .set("securityContext", "allowPrivilegeEscalation", to: "true"),
        .set("securityContext", "readOnlyRootFilesystem", to: "false"),
        .set("securityContext", "capabilities", "drop", to: #"["KILL"]"#),
        .set("securityContext", "capabilities", "add", to: #"["NET_ADMIN"]"#),
        .set("securityContext", "seccompProfile", "type", to: #""Unconfined""#),
        .changeVariable("K8S_WAIT_SERVER", to: #"{"name":"K8S_WAIT_SERVER","value":"https://elsewhere"}"#),
        .changeVariable("K8S_WAIT_SERVER", to: nil), .changeVariable("K8S_WAIT_PINS", to: nil),
        .changeVariable("K8S_WAIT_ADDRESSES", to: nil), .remove("env"),
        .changeVariable("POD_UID", to: #"{"name":"POD_UID","value":"forged"}"#),
        .changeVariable("POD_UID", to: #"{"name":"POD_UID","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}"#),
        .changeVariable("POD_UID", to: #"{"name":"POD_UID"}"#),
        .addVariable(#"{"name":"K8S_WAIT_SERVER","value":"https://elsewhere"}"#),
        .addVariable(#"{"name":"K8S_WAIT_CA_FILE","value":"/tmp/ca.pem"}"#),
    ]

    @Test(arguments: different) func isReplacedInPlaceWhenItDoesNot(_ change: Change) throws {
        let review = try review(after: change.apply)
        let answer = try admission.review(review.bytes)
        #expect(answer.isAllowed)
        #expect(answer.answer.outcome == .replaced)
        let operations = try JSONTree(try #require(answer.patch)).elements
        #expect(operations.count == 1)
        #expect(operations.first?["op"]?.string == "replace")
        #expect(operations.first?["path"]?.string == "/spec/initContainers/0")
        try PatchCheck.check(review.bytes, by: admission)
    }

    /// AlwaysPullImages runs before the second call and not after it, and then refuses any other policy.
    @Test func aReplacementKeepsAnImposedPullPolicy() throws {
        let review = try review { container in
            container["imagePullPolicy"] = .string("Always")
            container["args"] = .array([])
        }
        let changed = try PatchCheck.check(review.bytes, by: admission)
        #expect(changed["spec"]?["initContainers"]?[0]?["imagePullPolicy"]?.string == "Always")
    }

    @Test func aUserThatTheClusterChoseIsKept() throws {
        var settings = Reviews.settings
        settings.runAsUser = nil
        let admission = Admission(settings)
        let chosen = try review { $0["securityContext"]?["runAsUser"] = .scalar("1000660000") }
        #expect(try admission.review(chosen.bytes).patch == nil)
        let root = try review { $0["securityContext"]?["runAsUser"] = .scalar("0") }
        #expect(try admission.review(root.bytes).patch != nil)
    }

    @Test func anAnnotationChangedByALaterWebhookIsFollowed() throws {
        var review = try review { _ in }
        review["request"]?["object"]?["metadata"]?["annotations"]?["wait.k8s/for-service"] = .string("db/mysql")
        let changed = try PatchCheck.check(review.bytes, by: admission)
        #expect(changed["spec"]?["initContainers"]?[0]?["args"]?[1]?.string == "service/db/mysql")
        #expect(changed["spec"]?["initContainers"]?.elements.count == 2)
    }

    @Test func resourcesThatOthersGotInBetweenAreFollowed() throws {
        let admission = Admission(Reviews.settings)
        let first = PodReview()
        var review = try JSONTree(first.body)
        var object = try PatchCheck.check(first.body, by: admission)
        object["spec"]?["containers"] = try .json(#"[{"name":"app","resources":{"requests":{"cpu":"1"}}}]"#)
        review["request"]?["object"] = object
        let changed = try PatchCheck.check(review.bytes, by: admission)
        #expect(changed["spec"]?["initContainers"]?[0]?["resources"]?["limits"]?["cpu"]?.string == "20m")
    }

    @Test func aContainerThatAnotherPutBeforeOursStaysThere() throws {
        var review = try review { _ in }
        let list = try #require(review["request"]?["object"]?["spec"]?["initContainers"]?.elements)
        review["request"]?["object"]?["spec"]?["initContainers"] = try .array([.json(#"{"name":"mesh-init"}"#)] + list)
        #expect(try admission.review(review.bytes).patch == nil)
    }

    @Test func aCopiedContainerWithoutTheLabelGetsTheLabelAlone() throws {
        var review = try review { _ in }
        review["request"]?["object"]?["metadata"]?["labels"] = nil
        let answer = try admission.review(review.bytes)
        #expect(answer.answer.outcome == .replaced)
        #expect(
            try JSONTree(try #require(answer.patch)).elements.compactMap { $0["path"]?.string } == ["/metadata/labels"])
    }

    @Test func anotherVersionOfUsReplacesOurs() throws {
        var settings = Reviews.settings
        settings.version = "1.3.0"
        settings.image = "registry.example/k8s-wait:1.3.0"
        let review = try review { _ in }
        let changed = try PatchCheck.check(review.bytes, by: Admission(settings))
        #expect(changed["metadata"]?["annotations"]?["wait.k8s/injected-by"]?.string == "1.3.0")
        #expect(changed["spec"]?["initContainers"]?[0]?["image"]?.string == "registry.example/k8s-wait:1.3.0")
    }
}

extension JSONTree {
    /// The tree with another value at a path of keys, or without one.
    func setting(_ path: ArraySlice<String>, to value: JSONTree?) -> JSONTree {
        guard let key = path.first else { return value ?? self }
        var result = self
        result[key] = path.count == 1 ? value : (self[key] ?? .object([])).setting(path.dropFirst(), to: value)
        return result
    }
}
