import Admission
import Policies
import Testing

/// What must hold for every pod and its patch.
enum PatchCheck {
    /// Answers a review; applies the patch; checks that what is not ours is byte for byte what it was, that the
    /// container is restricted, and that a second call changes nothing. Returns the object after the patch.
    @discardableResult
    static func check(
        _ body: [UInt8], by admission: Admission, policies: PoliciesInForce = .none, _ note: Comment? = nil
    ) throws -> JSONTree {
        let review = try JSONTree(body)
        let object = try #require(review["request"]?["object"])
        let answer = try ReviewAnswer(admission.review(body.span, policies: policies))
        guard let patch = answer.patch else { return object }

        let changed = try object.applying(JSONTree(patch))
        #expect(foreignParts(of: changed) == foreignParts(of: object), note)
        if let container = changed["spec"]?["initContainers"]?.elements.first(where: isOurs) {
            #expect(PodSecurityStandard.violations(of: container) == [], note)
            #expect(isReadOnly(container), note)
        }

        var again = review
        again["request"]?["object"] = changed
        let second = try ReviewAnswer(admission.review(again.bytes.span, policies: policies))
        #expect(second.isAllowed && second.patch == nil, note)
        #expect(second.answer.outcome == .unchanged, note)
        return changed
    }

    /// Every part of a pod that is not ours, with its place and its bytes.
    static func foreignParts(of pod: JSONTree) -> [String] {
        pod.members.flatMap { member -> [String] in
            switch member.key {
            case "metadata":
                member.value.members.flatMap { field -> [String] in
                    switch field.key {
                    case "labels": parts(of: field, path: "metadata.labels") { $0.key != "wait.k8s/gated" }
                    case "annotations":
                        parts(of: field, path: "metadata.annotations") {
                            $0.key != "wait.k8s/injected-by" && $0.key != "wait.k8s/policies"
                        }
                    default: ["metadata.\(field.key)=\(text(field.value))"]
                    }
                }
            case "spec":
                member.value.members.flatMap { field -> [String] in
                    switch field.key {
                    case "initContainers":
                        field.value.elements.filter { !isOurs($0) }.map { "init=\(text(withoutOurVariables($0)))" }
                    case "containers": field.value.elements.map { "main=\(text(withoutOurVariables($0)))" }
                    case "imagePullSecrets":
                        field.value.elements.filter { $0["name"]?.string != "our-pull-secret" }.map {
                            "pull=\(text($0))"
                        }
                    default: ["spec.\(field.key)=\(text(field.value))"]
                    }
                }
            default: ["\(member.key)=\(text(member.value))"]
            }
        }
    }

    private static func parts(
        of field: JSONTree.Member, path: String, _ isForeign: (JSONTree.Member) -> Bool
    ) -> [String] {
        field.value.members.filter(isForeign).map { "\(path)[\($0.key)]=\(text($0.value))" }
    }

    private static func text(_ tree: JSONTree) -> String { String(decoding: tree.bytes, as: UTF8.self) }

    /// The variables that a hand-written container of our image may get.
    static let variables: Set<String> = [
        "K8S_WAIT_SERVER", "K8S_WAIT_ADDRESSES", "K8S_WAIT_PINS", "K8S_WAIT_CONTAINER", "POD_NAME", "POD_NAMESPACE",
        "POD_UID", "NODE_NAME", "POD_IP",
    ]

    /// A container of our image without them; any other as it is.
    private static func withoutOurVariables(_ container: JSONTree) -> JSONTree {
        guard container["image"]?.string?.contains("registry.example/k8s-wait") == true,
            let environment = container["env"]?.elements
        else { return container }
        var rest = container
        let kept = environment.filter { !variables.contains($0["name"]?.string ?? "") }
        rest["env"] = kept.isEmpty ? nil : .array(kept)
        return rest
    }

    static func isOurs(_ container: JSONTree) -> Bool { container["name"]?.string == "k8s-wait" }

    /// Nothing of it can be written to, and it serves nothing: beyond the `restricted` standard.
    private static func isReadOnly(_ container: JSONTree) -> Bool {
        container["securityContext"]?["readOnlyRootFilesystem"] == .scalar("true")
            && container["volumeMounts"]?.elements.allSatisfy { $0["readOnly"] == .scalar("true") } ?? true
            && container["ports"] == nil
    }
}
