import Dependencies
import JSONText
import Policies
import Testing

/// Which pods are counted, and of which it is told that they are not gated.
@Suite struct PolicyCensusTests {
    /// A pod, written part by part.
    struct Pod: Sendable {
        var name = "p"
        var namespace = "shop"
        var labels = ""
        var metadata = ""
        var created = "2026-01-01T00:00:11Z"
        var status = "{}"

        var counted: CountedPod {
            get throws {
                let text = #"""
                    {"metadata":{"name":"\#(name)","namespace":"\#(namespace)","uid":"u-\#(name)",
                    "creationTimestamp":"\#(created)","labels":{\#(labels)}\#(metadata)},"spec":{},"status":\#(status)}
                    """#
                let bytes = Array(text.utf8)
                var reader = JSONReader(bytes.span)
                let pod = try CountedPod(reading: &reader)
                try reader.end()
                return pod
            }
        }
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let rule: String
        let pod: Pod
        var mode = "Enforce"
        /// Matched, waiting and ungated.
        let counts: [Int]
        var testDescription: String { rule }
    }

    private static let gated = #""wait.k8s/gated":"true""#
    private static let waited =
        #"{"phase":"Pending","initContainerStatuses":[{"name":"k8s-wait","state":{"terminated":{"exitCode":0}}}]}"#
    private static let running =
        #"{"phase":"Pending","initContainerStatuses":[{"name":"a","state":{"terminated":{}}},{"name":"k8s-wait","state":{"running":{}}}]}"#

    @Test(arguments: [
        Case(rule: "a gated pod that is new", pod: Pod(labels: gated), counts: [1, 1, 0]),
        Case(rule: "one whose container runs", pod: Pod(labels: gated, status: running), counts: [1, 1, 0]),
        Case(rule: "one whose container has ended", pod: Pod(labels: gated, status: waited), counts: [1, 0, 0]),
        Case(
            rule: "one that runs", pod: Pod(labels: gated, status: #"{"phase":"Running"}"#), counts: [1, 0, 0]),
        Case(rule: "a pod that is not gated", pod: Pod(), counts: [1, 0, 1]),
        Case(rule: "a label of another value", pod: Pod(labels: #""wait.k8s/gated":"no""#), counts: [1, 0, 1]),
        Case(
            rule: "one that is older than the policy", pod: Pod(created: "2026-01-01T00:00:09Z"), counts: [1, 0, 0]),
        Case(rule: "one of the same second", pod: Pod(created: "2026-01-01T00:00:10Z"), counts: [1, 0, 0]),
        Case(rule: "one that is only audited", pod: Pod(), mode: "Audit", counts: [1, 0, 0]),
        Case(rule: "one that has ended", pod: Pod(status: #"{"phase":"Succeeded"}"#), counts: [0, 0, 0]),
        Case(
            rule: "one that goes away", pod: Pod(metadata: #","deletionTimestamp":"2026-01-01T00:00:12Z""#),
            counts: [0, 0, 0]),
        Case(
            rule: "a static one", pod: Pod(metadata: #","annotations":{"kubernetes.io/config.mirror":"x"}"#),
            counts: [0, 0, 0]),
        Case(rule: "one of another namespace", pod: Pod(namespace: "desk"), counts: [0, 0, 0]),
    ]) func aPodIsCounted(_ example: Case) throws {
        let policy = try Self.policy(mode: example.mode)
        let census = try Self.census([example.pod], Self.rules([policy]))
        let counts = census.counts[policy.name] ?? PolicyCensus.Counts()
        #expect([counts.matched, counts.waiting, counts.ungated] == example.counts)
    }

    @Test func inAllEachPodCountsOnce() throws {
        let policies = [try Self.policy("a"), try Self.policy("b"), try Self.policy("c", mode: "Audit")]
        let pods = [Pod(name: "x"), Pod(name: "y", labels: Self.gated), Pod(name: "z", namespace: "desk")]
        let totals = try Self.census(pods, Self.rules(policies)).totals
        #expect([totals.matched, totals.waiting, totals.ungated] == [2, 1, 1])
        let audited = try Self.census(pods, Self.rules([policies[2]])).totals
        #expect([audited.matched, audited.waiting, audited.ungated] == [2, 1, 0])
    }

    @Test func ownersAreRead() throws {
        let pod = Pod(
            labels: #""pod-template-hash":"5d8f""#,
            metadata:
                #","ownerReferences":[{"kind":"Node","name":"x"},{"kind":"ReplicaSet","name":"web-5d8f","controller":true}]"#
        )
        #expect(try pod.counted.traits.owners.map(\.name) == ["web", "web-5d8f"])
    }

    @Test func namespacesThatTheWebhookLeavesOutAreNotCounted() throws {
        let policy = try PolicyText.policy(.cluster, name: "all", spec: PolicyText.spec())
        let pods = [Pod(), Pod(namespace: "kube-system"), Pod(namespace: "new")]
        let scope = "kubernetes.io/metadata.name notin (kube-system)"
        #expect(try Self.census(pods, Self.rules([policy], scope: scope)).counts[policy.name]?.matched == 1)
        #expect(try Self.census(pods, Self.rules([policy])).counts[policy.name]?.matched == 3)
    }

    @Test func eachUngatedPodIsToldOfOnce() throws {
        let (low, high) = (
            try Self.policy("a"), try PolicyText.policy(name: "b", spec: PolicyText.spec(#""priority":1"#))
        )
        var census = try Self.census(
            [Pod(name: "x"), Pod(name: "y"), Pod(name: "z", labels: Self.gated)], Self.rules([low, high]))
        let first = census.takeUngated(atMost: 1)
        let second = census.takeUngated(atMost: 5)
        #expect(first.count == 1 && second.count == 1)
        #expect(Set((first + second).map(\.pod.name)) == ["x", "y"])
        #expect((first + second).allSatisfy { $0.policy == high.name })
        census.apply(try Pod(name: "x", status: #"{"phase":"Running"}"#).counted)
        census.arrange(try Self.rules([low]))
        #expect(census.takeUngated(atMost: 5).isEmpty)
        #expect(census.counts[low.name]?.ungated == 2)
    }

    @Test func podsComeAndGo() throws {
        let policy = try Self.policy()
        var census = try Self.census([Pod(name: "x"), Pod(name: "y")], Self.rules([policy]))
        census.remove("shop/x")
        #expect(census.counts[policy.name]?.matched == 1)
        census.beginList()
        census.endList()
        #expect(census.counts[policy.name] == nil)
        #expect(census.isSynced)
    }

    // MARK: The registration

    @Test func theScopeIsThatOfTheEntryForPolicies() throws {
        let text = #"""
            {"items":[{"webhooks":[{"name":"annotated.pods.wait.k8s","namespaceSelector":{}},
            {"name":"policies.pods.wait.k8s","namespaceSelector":{"matchExpressions":[
            {"key":"a","operator":"NotIn","values":["b"]}],"matchLabels":{"c":"d"}},"rules":[{"x":1}]}]}]}
            """#
        let scope = try Self.scope(text)
        #expect(scope.isRegistered)
        #expect(scope.labels?.description == "a!=b,c=d")
        #expect(try !Self.scope(#"{"items":[{"webhooks":[{"name":"other"}]}]}"#).isRegistered)
        #expect(try !Self.scope(#"{"items":[]}"#).isRegistered)
        #expect(WebhookScope.everywhere.isRegistered && WebhookScope.everywhere.labels == nil)
    }

    private static func scope(_ text: String) throws -> WebhookScope {
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes.span)
        return try WebhookScope(readingList: &reader)
    }

    private static func policy(_ name: String = "db", mode: String = "Enforce") throws -> Policy {
        try PolicyText.policy(name: name, spec: PolicyText.spec(#""mode":"\#(mode)""#))
    }

    /// Policies that bind since the tenth second, in a cluster whose Namespaces have their names as labels.
    private static func rules(_ policies: [Policy], scope: String? = nil) throws -> PolicyCensus.Rules {
        let inForce = PoliciesInForce(PolicySet(policies)) { namespace in
            namespace == "new" ? nil : ["kubernetes.io/metadata.name": namespace]
        }
        let since = Dictionary(uniqueKeysWithValues: policies.map { ($0.name, "2026-01-01T00:00:10Z") })
        let selector: LabelSelector?
        if let scope { selector = try LabelSelector(text: scope) } else { selector = nil }
        return PolicyCensus.Rules(inForce, since: since, scope: selector)
    }

    private static func census(_ pods: [Pod], _ rules: PolicyCensus.Rules) throws -> PolicyCensus {
        var census = PolicyCensus()
        census.arrange(rules)
        census.beginList()
        for pod in pods { census.apply(try pod.counted) }
        census.endList()
        return census
    }
}
