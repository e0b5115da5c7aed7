import Admission
import Dependencies
import Dialects
import Encodings
import JSONText
import Policies

/// Policies: objects of both kinds, and the body of a call of the webhook for a pod under those of them that are sound.
///
/// A policy has mistakes, each one bounded line, or is sound, and is read the same again; its status is what was written.
/// The policies found for a pod are those that select it, one by one. A pod under enforced policies is refused, or its
/// container asks for all that they list; the order of the policies does not matter, and the second call changes nothing.
enum PolicyTarget: FuzzTarget {
    static let name = "policies"

    /// ASCII's record separator: policies, each after a `c` if it is of the cluster, then a review.
    private static let separator: UInt8 = 0x1E
    private static let mostPolicies = 6
    private static let admission = Admission(AdmissionTarget.settings())

    static func run(_ input: [UInt8]) {
        let parts = input.split(separator: separator, omittingEmptySubsequences: false).map(Array.init)
        var policies: [Policy] = []
        for part in parts.dropLast(parts.count > 1 ? 1 : 0).prefix(mostPolicies) {
            let isCluster = part.first == UInt8(ascii: "c")
            let record = record(isCluster ? Array(part.dropFirst()) : part, isCluster ? .cluster : .namespaced)
            guard let record, !record.isBeingDeleted, let policy = record.policy, isSomewhere(policy) else { continue }
            guard admission.mistakes(of: policy).isEmpty else { continue }
            if !policies.contains(where: { $0.name == policy.name }) { policies.append(policy) }
        }
        guard parts.count > 1, let body = parts.last else { return }
        review(body, policies)
    }

    // MARK: One policy

    private static func record(_ text: [UInt8], _ kind: PolicyKind) -> PolicyRecord? {
        let record = read(text, kind)
        guard let model = JSONOracle.read(text) else {
            expect(record == nil, "what is no JSON is a policy")
            return nil
        }
        guard let record else { return nil }
        expect(read(text, kind) == record, "read otherwise the second time")
        expect((record.policy == nil) != record.mistakes.isEmpty, "neither sound nor bad: \(record.mistakes)")
        for line in record.mistakes.map(\.description) + (record.policy?.warnings ?? []) {
            expect(!line.isEmpty && line.count <= Diagnostic.maximumLength, "the line \(line)")
            expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, "the line \(line)")
        }
        if let policy = record.policy, isSomewhere(policy) { check(policy) }
        check(record.status, of: record)
        if !model.hasRepeatedKeys {
            expect(record.name.name == model["metadata"]?["name"]?.string, "it is called \(record.name)")
        }
        return record
    }

    private static func read(_ text: [UInt8], _ kind: PolicyKind) -> PolicyRecord? {
        var reader = JSONReader(text.span)
        guard let record = try? PolicyRecord(reading: &reader, kind: kind), (try? reader.end()) != nil else {
            return nil
        }
        return record
    }

    /// No API server has an object in a namespace that can have no such name.
    private static func isSomewhere(_ policy: Policy) -> Bool {
        policy.name.kind == .cluster || NamespaceName.isValid(policy.name.namespace)
    }

    private static func check(_ policy: Policy) {
        let items = policy.dependencies(in: "shop")
        expect(!items.isEmpty && items.count == policy.dependencyCount, "it lists \(items.count)")
        for item in items {
            expect(item.namespace != "*", "\(item) is in no namespace")
            let again = try? Dependency(canonical: item.description)
            expect(again == item, "\(item) is read as \(again.map(\.description) ?? "nothing")")
        }
    }

    private static func check(_ status: PolicyStatus, of record: PolicyRecord) {
        guard let patch = JSONOracle.read(status.patch(uid: record.uid)), let written = patch["status"] else {
            return expect(false, "the patch of the status is no JSON")
        }
        let object = JSONModel.object([
            .init(
                Array("metadata".utf8),
                .object([
                    .init(Array("name".utf8), .string(Array("a".utf8))),
                    .init(Array("namespace".utf8), .string(Array("shop".utf8))),
                ])),
            .init(Array("status".utf8), written),
        ])
        expect(read(object.json, record.name.kind)?.status == status, "the status is read otherwise: \(written)")
    }

    // MARK: A pod

    /// Those of the Namespace of every pod.
    private static let namespaceLabels = ["team": "x", "kubernetes.io/metadata.name": "shop"]

    private static func review(_ body: [UInt8], _ policies: [Policy]) {
        let forwards = answer(body, policies)
        let backwards = answer(body, policies.reversed())
        expect(forwards.body == backwards.body, "the order of the policies matters")
        guard forwards.status == 200, let review = JSONOracle.read(body), !review.hasRepeatedKeys,
            let response = JSONOracle.read(forwards.body)?["response"]
        else { return }
        guard let request = review["request"], let pod = request["object"], isCreation(request),
            let (traits, namespace) = traits(of: pod, in: request)
        else { return }
        let alone = policies.filter { policy in
            policy.selector.matches(traits)
                && policy.selector.namespaceLabels?.matches { namespaceLabels[$0] } ?? true
                && (policy.name.kind == .cluster || policy.name.namespace == namespace)
        }
        let found = PolicySet(policies).matches(traits) { namespaceLabels }.policies
        expect(Set(found.map(\.name)) == Set(alone.map(\.name)), "found are \(found.map(\.name))")
        guard response["allowed"] == .boolean(true), !isMirror(pod) else { return }
        let asked = found.filter { $0.mode == .enforce }.flatMap { $0.dependencies(in: namespace) }
        guard let encoded = response["patch"]?.string else {
            return expect(asked.isEmpty || isGated(pod), "a pod that must wait goes through")
        }
        guard let bytes = Base64.decode(encoded), case .array(let operations)? = JSONOracle.read(bytes),
            let patched = PodPatchOracle.apply(operations, to: pod)
        else { return expect(false, "the patch does not apply") }
        expect(PodPatchOracle.foreign(patched) == PodPatchOracle.foreign(pod), "the patch changes what is not ours")
        let again = review.replacing("request", with: request.replacing("object", with: patched)).json
        let second = answer(again, policies)
        expect(second.outcome == .unchanged, "the second time it is \(second.outcome)")
        guard !asked.isEmpty else { return }
        let waits = waits(of: patched, in: namespace)
        for item in asked { expect(waits.contains(item), "it does not wait for \(item)") }
    }

    private static func answer(_ body: [UInt8], _ policies: [Policy]) -> AdmissionAnswer {
        admission.review(body.span, policies: PoliciesInForce(PolicySet(policies)) { _ in namespaceLabels })
    }

    private static func isCreation(_ request: JSONModel) -> Bool {
        request["operation"]?.string == "CREATE" && request["resource"]?["resource"]?.string == "pods"
            && request["resource"]?["group"]?.string ?? "" == "" && request["subResource"]?.string ?? "" == ""
    }

    private static func isMirror(_ pod: JSONModel) -> Bool {
        pod["metadata"]?["annotations"]?["kubernetes.io/config.mirror"] != nil
    }

    /// Whether the pod has been through the webhook before.
    private static func isGated(_ pod: JSONModel) -> Bool {
        pod["spec"]?["initContainers"]?.elements.contains { $0["name"]?.string == "k8s-wait" } == true
    }

    /// What policies select a pod by; nil where the API server would send no such thing.
    private static func traits(of pod: JSONModel, in request: JSONModel) -> (PodTraits, namespace: String)? {
        let metadata = pod["metadata"]
        let requested = request["namespace"]?.string ?? ""
        let namespace = requested.isEmpty ? metadata?["namespace"]?.string ?? "" : requested
        var labels: [(key: String, value: String)] = []
        for member in metadata?["labels"]?.members ?? [] {
            guard let value = member.value.string else { return nil }
            labels.append((text(member.key), value))
        }
        var controller: PodTraits.Owner?
        for owner in metadata?["ownerReferences"]?.elements ?? [] where owner["controller"] == .boolean(true) {
            guard let kind = owner["kind"]?.string, let name = owner["name"]?.string else { return nil }
            controller = PodTraits.Owner(kind: kind, name: name)
        }
        return (PodTraits(namespace: namespace, labels: labels, controller: controller), namespace)
    }

    /// What our container asks for, after the kubelet has expanded its arguments.
    private static func waits(of pod: JSONModel, in namespace: String) -> [Dependency] {
        let ours = pod["spec"]?["initContainers"]?.elements.first { $0["name"]?.string == "k8s-wait" }
        guard let json = ours?.json else { return [] }
        var reader = JSONReader(json.span)
        let manifest = try? ContainerManifest(reading: &reader)
        let invocation = try? manifest?.invocation { ["metadata.name": "web-0", "metadata.namespace": namespace][$0] }
        guard let invocation,
            let read = try? Dialects.read(invocation, podNamespace: namespace, restartPolicy: nil)
        else { return [] }
        return read.question.dependencies
    }
}
