import CoreTestKit
import Dependencies
import Policies
import Testing

/// Which policies select which pod.
@Suite struct PolicySetTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let rule: String
        var kind = PolicyKind.namespaced
        let selector: String
        var labels: [String] = ["app=web"]
        var namespace = "shop"
        var owner: PodTraits.Owner?
        let matches: Bool
        var testDescription: String { rule }
    }

    private static let ofDeployment = PodTraits.Owner(kind: "ReplicaSet", name: "web-5d8f")

    @Test(arguments: [
        Case(rule: "all pods of the namespace", selector: "", matches: true),
        Case(rule: "but of no other", selector: "", namespace: "desk", matches: false),
        Case(rule: "all pods of the cluster", kind: .cluster, selector: "", namespace: "desk", matches: true),
        Case(rule: "a label", selector: #""matchLabels":{"app":"web"}"#, matches: true),
        Case(rule: "a label of another value", selector: #""matchLabels":{"app":"db"}"#, matches: false),
        Case(
            rule: "all labels must be there", selector: #""matchLabels":{"app":"web","tier":"a"}"#, matches: false),
        Case(
            rule: "one of the values",
            selector: #""matchExpressions":[{"key":"app","operator":"In","values":["db","web"]}]"#, matches: true),
        Case(
            rule: "none of the values",
            selector: #""matchExpressions":[{"key":"app","operator":"NotIn","values":["db"]}]"#, matches: true),
        Case(
            rule: "a label that is not there has none of the values",
            selector: #""matchExpressions":[{"key":"x","operator":"NotIn","values":["db"]}]"#, matches: true),
        Case(
            rule: "a label that is there", selector: #""matchExpressions":[{"key":"app","operator":"Exists"}]"#,
            matches: true),
        Case(
            rule: "a label that is not", selector: #""matchExpressions":[{"key":"app","operator":"DoesNotExist"}]"#,
            matches: false),
        Case(
            rule: "a listed namespace", kind: .cluster, selector: #""namespaces":["a","shop"]"#, matches: true),
        Case(rule: "a namespace not listed", kind: .cluster, selector: #""namespaces":["a"]"#, matches: false),
        Case(
            rule: "labels of the namespace", kind: .cluster,
            selector: #""namespaceSelector":{"matchLabels":{"team":"x"}}"#, matches: true),
        Case(
            rule: "other labels of the namespace", kind: .cluster,
            selector: #""namespaceSelector":{"matchLabels":{"team":"y"}}"#, matches: false),
        Case(
            rule: "the Deployment behind the ReplicaSet", selector: #""ownerKind":"Deployment","ownerName":"web""#,
            labels: ["pod-template-hash=5d8f"], owner: ofDeployment, matches: true),
        Case(
            rule: "the ReplicaSet itself", selector: #""ownerKind":"ReplicaSet","ownerName":"web-5d8f""#,
            labels: ["pod-template-hash=5d8f"], owner: ofDeployment, matches: true),
        Case(
            rule: "kind and name must be of one owner", selector: #""ownerKind":"ReplicaSet","ownerName":"web""#,
            labels: ["pod-template-hash=5d8f"], owner: ofDeployment, matches: false),
        Case(
            rule: "a ReplicaSet without the hash is no Deployment's", selector: #""ownerKind":"Deployment""#,
            owner: ofDeployment, matches: false),
        Case(
            rule: "nor one with another hash", selector: #""ownerKind":"Deployment""#,
            labels: ["pod-template-hash=8f"], owner: ofDeployment, matches: false),
        Case(
            rule: "any Deployment", selector: #""ownerKind":"Deployment""#, labels: ["pod-template-hash=5d8f"],
            owner: ofDeployment, matches: true),
        Case(
            rule: "Argo's Rollout", selector: #""ownerKind":"Rollout","ownerName":"web""#,
            labels: ["rollouts-pod-template-hash=5d8f"], owner: ofDeployment, matches: true),
        Case(
            rule: "the CronJob behind the Job", selector: #""ownerKind":"CronJob","ownerName":"backup""#,
            owner: .init(kind: "Job", name: "backup-29123456"), matches: true),
        Case(
            rule: "a Job that nothing scheduled", selector: #""ownerKind":"CronJob""#,
            owner: .init(kind: "Job", name: "backup-2"), matches: false),
        Case(
            rule: "a Job whose name is all digits", selector: #""ownerKind":"CronJob""#,
            owner: .init(kind: "Job", name: "29123456"), matches: false),
        Case(
            rule: "a name alone", selector: #""ownerName":"db""#, owner: .init(kind: "StatefulSet", name: "db"),
            matches: true),
        Case(rule: "a pod of nobody", selector: #""ownerName":"db""#, matches: false),
        Case(
            rule: "a kind of somebody else", selector: #""ownerKind":"Cluster","ownerName":"pg""#,
            owner: .init(kind: "Cluster", name: "pg"), matches: true),
    ]) func aRuleHolds(_ example: Case) throws {
        let policy = try Self.policy(example.kind, "p", example.selector)
        let pod = Self.pod(example.labels, example.namespace, example.owner)
        let found = PolicySet([policy]).matches(pod, namespaceLabels: { ["team": "x"] })
        #expect(found.policies.map(\.name.name) == (example.matches ? ["p"] : []))
        #expect(found.undecided == [])
    }

    @Test func winnersComeFirst() throws {
        let low = try PolicyText.policy(name: "a", spec: PolicyText.spec(#""priority":1"#))
        let high = try PolicyText.policy(name: "b", spec: PolicyText.spec(#""priority":2"#))
        let cluster = try PolicyText.policy(.cluster, name: "a", spec: PolicyText.spec(#""priority":1"#))
        let found = PolicySet([low, high, cluster]).matches(Self.pod([], "shop", nil), namespaceLabels: { nil })
        #expect(found.policies.map(\.name) == [high.name, cluster.name, low.name])
    }

    @Test func aNamespaceThatIsNotKnownLeavesItOpen() throws {
        let selector = #""matchLabels":{"app":"web"},"namespaceSelector":{"matchLabels":{"team":"x"}}"#
        let enforced = try Self.policy(.cluster, "e", selector)
        let audited = try PolicyText.policy(
            .cluster, name: "a",
            spec: #"{"mode":"Audit","selector":{\#(selector)},"dependencies":{"for-service":"s"}}"#)
        let set = PolicySet([enforced, audited])
        let found = set.matches(Self.pod(["app=web"], "new", nil), namespaceLabels: { nil })
        #expect(found.policies == [] && found.undecided == [enforced.name])
        #expect(set.matches(Self.pod(["app=db"], "new", nil), namespaceLabels: { nil }).isEmpty)
    }

    @Test func noPoliciesMatchNothing() {
        #expect(PolicySet.empty.isEmpty)
        #expect(PolicySet.empty.matches(Self.pod([], "shop", nil), namespaceLabels: { nil }).isEmpty)
    }

    /// The index finds what comparing with every policy finds.
    @Test(arguments: 0..<4) func theIndexLosesNothing(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let parts = [
            "", #""matchLabels":{"app":"web"}"#, #""matchLabels":{"app":"db","tier":"a"}"#,
            #""matchExpressions":[{"key":"app","operator":"In","values":["db","web"]}]"#,
            #""matchExpressions":[{"key":"tier","operator":"Exists"}]"#,
            #""matchExpressions":[{"key":"tier","operator":"DoesNotExist"}]"#, #""ownerName":"web""#,
            #""ownerKind":"Deployment""#, #""ownerName":"web","matchLabels":{"tier":"a"}"#,
        ]
        let places = [
            "", #""namespaces":["shop"]"#, #""namespaces":["shop","desk"]"#,
            #""namespaceSelector":{"matchLabels":{"team":"x"}}"#,
            #""namespaceSelector":{"matchExpressions":[{"key":"team","operator":"In","values":["x","y"]}]}"#,
            #""namespaceSelector":{"matchExpressions":[{"key":"team","operator":"NotIn","values":["x"]}]}"#,
        ]
        let namespaces = ["shop": ["team": "x"], "desk": ["team": "y", "tier": "a"]]
        var policies: [Policy] = []
        for number in 0..<120 {
            let kind = random.pick(PolicyKind.allCases)
            var members = [random.pick(parts)]
            if kind == .cluster { members.append(random.pick(places)) }
            policies.append(
                try PolicyText.policy(
                    kind, name: "p\(number)", namespace: random.pick(["shop", "desk"]),
                    spec:
                        #"{"priority":\#(random.index(below: 3)),"selector":{\#(members.filter { !$0.isEmpty }.joined(separator: ","))},"dependencies":{"for-job":"a"}}"#
                ))
        }
        let set = PolicySet(policies)
        for _ in 0..<100 {
            var labels: [String] = []
            if random.once(in: 2) { labels.append("app=\(random.pick(["web", "db", "x"]))") }
            if random.once(in: 2) { labels.append("tier=\(random.pick(["a", "b"]))") }
            if random.once(in: 2) { labels.append("pod-template-hash=5d8f") }
            let owner = random.pick([nil, Self.ofDeployment, .init(kind: "StatefulSet", name: "web")])
            let pod = Self.pod(labels, random.pick(["shop", "desk", "lab"]), owner)
            var asked = 0
            let found = set.matches(pod) {
                asked += 1
                return namespaces[pod.namespace]
            }
            let alone = policies.filter {
                ($0.name.kind == .cluster || $0.name.namespace == pod.namespace) && $0.selector.matches(pod)
            }.sorted { $0.precedes($1) }
            func isOpen(_ policy: Policy) -> Bool {
                policy.selector.namespaceLabels != nil && namespaces[pod.namespace] == nil
            }
            let known = namespaces[pod.namespace] ?? [:]
            #expect(
                found.policies
                    == alone.filter { policy in
                        !isOpen(policy) && policy.selector.namespaceLabels?.matches { known[$0] } ?? true
                    })
            #expect(found.undecided == alone.filter(isOpen).map(\.name))
            #expect(asked <= 1)
        }
    }

    private static func policy(_ kind: PolicyKind, _ name: String, _ selector: String) throws -> Policy {
        try PolicyText.policy(
            kind, name: name, spec: #"{"selector":{\#(selector)},"dependencies":{"for-service":"s"}}"#)
    }

    private static func pod(_ labels: [String], _ namespace: String, _ owner: PodTraits.Owner?) -> PodTraits {
        let pairs = labels.map { label -> (key: String, value: String) in
            let parts = label.split(separator: "=")
            return (String(parts[0]), String(parts[1]))
        }
        return PodTraits(namespace: namespace, labels: pairs, controller: owner)
    }

    /// The labels of every namespace.
}
