import Dependencies
import Readiness
import Testing

@Suite struct PodRuleTests {
    private static func pod(
        _ name: String = "web", phase: String = "Running", ready: String? = nil, since: Int? = -100,
        node: String = "node-a", restart: String = "Always", controlled: Bool = false, waiting: String? = nil,
        conditions: String = "", metadata: String = "", ended: [Int] = []
    ) -> String {
        let ends = ended.map { #"{"state":{"terminated":{"reason":"x","finishedAt":"\#(RuleCase.time($0))"}}}"# }
        let owner =
            controlled ? #""ownerReferences":[{"kind":"X","uid":"other"},{"controller":true,"uid":"c"}],"# : ""
        let time = since.map { #","lastTransitionTime":"\#(RuleCase.time($0))""# } ?? ""
        let condition = ready.map { #"{"type":"Ready","status":"\#($0)"\#(time)}"# } ?? ""
        let states =
            waiting.map { #","containerStatuses":[{"name":"a","state":{"waiting":{"reason":"\#($0)"}}}]"# }
            ?? #","containerStatuses":[\#(ends.joined(separator: ","))]"#
        return #"{"metadata":{"name":"\#(name)","namespace":"shop","uid":"u-\#(name)",\#(owner)\#(metadata)"#
            + #""labels":{"app":"web"}},"spec":{"nodeName":"\#(node)","restartPolicy":"\#(restart)"},"#
            + #""status":{"phase":"\#(phase)","conditions":[\#(condition)\#(conditions)]\#(states)}}"#
    }

    private static let deleted = #""deletionTimestamp":"2026-11-21T12:00:00Z","#
    private static let unschedulable = #"{"type":"PodScheduled","status":"False","reason":"Unschedulable"}"#

    static let byName = [
        RuleCase("Ready", [pod(ready: "True")], "pod/shop/web", "ready(PodsReady): Pod shop/web is Ready"),
        RuleCase(
            "condition=Ready", [pod(ready: "True")], "pod/shop/web condition=Ready",
            "ready(PodsReady): Pod shop/web is Ready"),
        RuleCase(
            "not Ready", [pod(ready: "False")], "pod/shop/web",
            "waiting(PodsNotReady): Pod shop/web is not Ready yet: it runs"),
        RuleCase(
            "Ready is Unknown", [pod(ready: "Unknown")], "pod/shop/web",
            "waiting(PodsNotReady): Pod shop/web is not Ready yet: it runs"),
        RuleCase(
            "no conditions", [pod(phase: "Pending")], "pod/shop/web",
            "waiting(PodsNotReady): Pod shop/web is not Ready yet: its containers are being started"),
        RuleCase(
            "no node", [pod(phase: "Pending", node: "")], "pod/shop/web",
            "waiting(PodsNotReady): Pod shop/web is not Ready yet: it has no node yet"),
        RuleCase(
            "its node is gone", [pod(phase: "Unknown", ready: "Unknown")], "pod/shop/web",
            "waiting(PodsNotReady): Pod shop/web is not Ready yet: its node does not answer"),
        RuleCase(
            "terminating, though Ready", [pod(ready: "True", metadata: deleted)], "pod/shop/web",
            "waiting(NotFound): Pod shop/web is being deleted"),
        RuleCase(
            "missing", [], "pod/shop/web", "waiting(NotFound): Pod shop/web does not exist", reviewAfter: 60),
        RuleCase(
            "missing and optional", [], "pod/shop/web optional",
            "ready(Optional): Pod shop/web is not there, and optional"),
        RuleCase(
            "unschedulable", [pod(phase: "Pending", node: "", conditions: unschedulable)], "pod/shop/web",
            "stalled(Unschedulable): Pod shop/web: no node takes it: see kubectl describe pod"),
        RuleCase(
            "a crash loop", [pod(ready: "False", waiting: "CrashLoopBackOff")], "pod/shop/web",
            "stalled(CrashLoop): Pod shop/web: a container of it ends again and again: see kubectl logs --previous"),
        RuleCase(
            "no image", [pod(phase: "Pending", ready: "False", waiting: "ImagePullBackOff")], "pod/shop/web",
            "stalled(ImageUnavailable): Pod shop/web: an image of it cannot be pulled: see kubectl describe pod"),
        RuleCase(
            "no ConfigMap", [pod(phase: "Pending", ready: "False", waiting: "CreateContainerConfigError")],
            "pod/shop/web",
            "stalled(ConfigurationMissing): Pod shop/web: a container of it cannot be created, "
                + "see kubectl describe pod; is a ConfigMap missing?"),
        RuleCase(
            "containers that are being created are no trouble",
            [pod(phase: "Pending", ready: "False", waiting: "ContainerCreating")], "pod/shop/web",
            "waiting(PodsNotReady): Pod shop/web is not Ready yet: its containers are being started"),
    ]

    static let ends = [
        RuleCase(
            "failed, never restarted", [pod(phase: "Failed", ready: "False", restart: "Never")], "pod/shop/web",
            "failed(Failed): Pod shop/web failed, and its restartPolicy is Never"),
        RuleCase(
            "evicted, with a controller", [pod(phase: "Failed", ready: "False", controlled: true)], "pod/shop/web",
            "waiting(Failed): Pod shop/web failed; waiting for its controller to replace it"),
        RuleCase(
            "evicted, without a controller", [pod(phase: "Failed", ready: "False")], "pod/shop/web",
            "stalled(Failed): Pod shop/web failed, and has no controller that would replace it"),
        RuleCase(
            "failed, Ready not taken back yet", [pod(phase: "Failed", ready: "True", restart: "Never")],
            "pod/shop/web",
            "failed(Failed): Pod shop/web failed, and its restartPolicy is Never"),
        RuleCase(
            "succeeded, though Ready is asked", [pod(phase: "Succeeded", ready: "False", restart: "Never")],
            "pod/shop/web",
            "stalled(Ended): Pod shop/web has succeeded and will not be Ready again; condition=succeeded waits for that"
        ),
        RuleCase(
            "succeeded", [pod(phase: "Succeeded", ready: "False", restart: "Never")],
            "pod/shop/web condition=succeeded", "ready(PodsReady): Pod shop/web has succeeded"),
        RuleCase(
            "not succeeded yet", [pod(ready: "True", restart: "Never")], "pod/shop/web condition=succeeded",
            "waiting(PodsNotReady): Pod shop/web has not succeeded yet: it runs"),
        RuleCase(
            "failed instead", [pod(phase: "Failed", restart: "Never")], "pod/shop/web condition=Succeeded",
            "failed(Failed): Pod shop/web failed, and its restartPolicy is Never"),
        RuleCase(
            "finished by failing", [pod(phase: "Failed", restart: "Never")], "pod/shop/web condition=finished",
            "ready(PodsReady): Pod shop/web has ended"),
        RuleCase(
            "finished by succeeding", [pod(phase: "Succeeded")], "pod/shop/web condition=finished",
            "ready(PodsReady): Pod shop/web has ended"),
        RuleCase(
            "not finished", [pod(ready: "True")], "pod/shop/web condition=finished",
            "waiting(PodsNotReady): Pod shop/web has not ended yet: it runs"),
        RuleCase(
            "Ready is enough for ready-or-finished", [pod(ready: "True")], "pod/shop/web condition=ready-or-finished",
            "ready(PodsReady): Pod shop/web is Ready or has ended"),
        RuleCase(
            "a condition that only the object tells", [pod(ready: "True")], "pod/shop/web condition=Initialized",
            "unknown(ConditionNotJudged): Pod shop/web: the rule of its kind does not judge this condition="),
    ]

    static let uptime = [
        RuleCase(
            "Ready long enough", [pod(ready: "True", since: -30)], "pod/shop/web uptime=30s",
            "ready(PodsReady): Pod shop/web is Ready for 30s"),
        RuleCase(
            "Ready one second too short", [pod(ready: "True", since: -29)], "pod/shop/web uptime=30s",
            "waiting(TooRecent): Pod shop/web is Ready, but not for 30s yet", reviewAfter: 1),
        RuleCase(
            "Ready since the future, by another clock", [pod(ready: "True", since: 5)], "pod/shop/web uptime=30s",
            "waiting(TooRecent): Pod shop/web is Ready, but not for 30s yet", reviewAfter: 35),
        RuleCase(
            "nobody knows since when", [pod(ready: "True", since: nil)], "pod/shop/web uptime=30s",
            "waiting(TooRecent): Pod shop/web is Ready, but does not say since when, which uptime= needs"),
        RuleCase(
            "ended long enough ago", [pod(phase: "Succeeded", ready: "False", since: -500, ended: [-40, -30])],
            "pod/shop/web condition=succeeded uptime=30s",
            "ready(PodsReady): Pod shop/web has succeeded for 30s"),
        RuleCase(
            "the last container ended too late",
            [pod(phase: "Failed", ready: "False", since: -500, ended: [-20, -40])],
            "pod/shop/web condition=finished uptime=30s",
            "waiting(TooRecent): Pod shop/web has ended, but not for 30s yet", reviewAfter: 10),
        RuleCase(
            "evicted, and nobody knows when", [pod(phase: "Failed", ready: "False", since: -500)],
            "pod/shop/web condition=finished uptime=30s",
            "waiting(TooRecent): Pod shop/web has ended, but does not say since when, which uptime= needs"),
        RuleCase(
            "uptime=0 asks for nothing", [pod(ready: "True", since: nil)], "pod/shop/web uptime=0s",
            "ready(PodsReady): Pod shop/web is Ready"),
        RuleCase(
            "of two, the second is not old enough",
            [pod("a", ready: "True", since: -60), pod("b", ready: "True", since: -20)],
            "pod/shop/(app=web) min=2 uptime=30s",
            "waiting(TooRecent): Pod shop/(app=web): 2 of 2 Ready, 1 for 30s, 2 wanted", reviewAfter: 10),
        RuleCase(
            "of two, one is old enough",
            [pod("a", ready: "True", since: -60), pod("b", ready: "True", since: -20)],
            "pod/shop/(app=web) uptime=30s", "ready(PodsReady): Pod shop/(app=web): 2 of 2 Ready, 1 for 30s"),
    ]

    static let bySelector = [
        RuleCase(
            "no match", [], "pod/shop/(app=web)", "waiting(NotFound): no Pod in shop matches (app=web)"),
        RuleCase(
            "no match but what is being deleted", [pod(ready: "True", metadata: deleted)], "pod/shop/(app=web)",
            "waiting(NotFound): no Pod in shop matches (app=web) but what is being deleted"),
        RuleCase(
            "one of two", [pod("a", ready: "True"), pod("b", ready: "False")], "pod/shop/(app=web)",
            "ready(PodsReady): Pod shop/(app=web): 1 of 2 Ready"),
        RuleCase(
            "fewer than min", [pod("a", ready: "True"), pod("b", ready: "False")], "pod/shop/(app=web) min=2",
            "waiting(PodsNotReady): Pod shop/(app=web): 1 of 2 Ready, 2 wanted"),
        RuleCase(
            "min=all", [pod("a", ready: "True"), pod("b", ready: "False")], "pod/shop/(app=web) min=all",
            "waiting(PodsNotReady): Pod shop/(app=web): 1 of 2 Ready, all wanted"),
        RuleCase(
            "min=all passes over what has succeeded", [pod("a", ready: "True"), pod("b", phase: "Succeeded")],
            "pod/shop/(app=web) min=all", "ready(PodsReady): Pod shop/(app=web): 1 of 1 Ready"),
        RuleCase(
            "min=all, and all have succeeded", [pod("a", phase: "Succeeded")], "pod/shop/(app=web) min=all",
            "waiting(Ended): Pod shop/(app=web): all that match have succeeded, so none is left to be Ready"),
        RuleCase(
            "min=all does not pass over what failed",
            [pod("a", ready: "True"), pod("b", phase: "Failed", controlled: true)],
            "pod/shop/(app=web) min=all",
            "stalled(Failed): Pod shop/(app=web): 1 of 2 Ready, all wanted; 1 failed, and nothing replaces them"),
        RuleCase(
            "one that failed and is replaced", [pod("a", phase: "Failed", controlled: true)], "pod/shop/(app=web)",
            "waiting(PodsNotReady): Pod shop/(app=web): 0 of 1 Ready"),
        RuleCase(
            "a terminating one is none", [pod("a", ready: "True", metadata: deleted), pod("b", ready: "False")],
            "pod/shop/(app=web)", "waiting(PodsNotReady): Pod shop/(app=web): 0 of 1 Ready"),
        RuleCase(
            "a crash loop of one that is not needed",
            [pod("a", ready: "False", waiting: "CrashLoopBackOff"), pod("b", ready: "False")], "pod/shop/(app=web)",
            "waiting(PodsNotReady): Pod shop/(app=web): 0 of 2 Ready"),
        RuleCase(
            "a crash loop of one that is needed",
            [pod("a", ready: "False", waiting: "CrashLoopBackOff"), pod("b", ready: "True")],
            "pod/shop/(app=web) min=all",
            "stalled(CrashLoop): Pod shop/(app=web): 1 of 2 Ready, all wanted; of one, "
                + "a container of it ends again and again: see kubectl logs --previous"),
        RuleCase(
            "every one has succeeded", [pod("a", phase: "Succeeded"), pod("b", phase: "Succeeded")],
            "pod/shop/(app=web) min=all condition=succeeded",
            "ready(PodsReady): Pod shop/(app=web): 2 of 2 succeeded"),
        RuleCase(
            "a Job's pod that failed is tried again", [pod("a", phase: "Failed", restart: "Never", controlled: true)],
            "pod/shop/(app=web) condition=succeeded",
            "waiting(PodsNotReady): Pod shop/(app=web): 0 of 1 succeeded"),
        RuleCase(
            "each has ended, one way or the other",
            [pod("a", phase: "Failed", restart: "Never"), pod("b", phase: "Succeeded")],
            "pod/shop/(app=web) min=all condition=finished", "ready(PodsReady): Pod shop/(app=web): 2 of 2 ended"),
        RuleCase(
            "servers and Jobs' pods alike",
            [pod("a", ready: "True"), pod("b", phase: "Succeeded"), pod("c", ready: "False")],
            "pod/shop/(app=web) min=all condition=ready-or-succeeded",
            "waiting(PodsNotReady): Pod shop/(app=web): 2 of 3 Ready or succeeded, all wanted"),
    ]

    static let sameNode = [
        RuleCase(
            "on my node", [pod("a", ready: "True")], "pod/shop/(app=web) same-node",
            "ready(PodsReady): Pod shop/(app=web): 1 of 1 Ready"),
        RuleCase(
            "those of other nodes do not count", [pod("a", ready: "True", node: "node-b"), pod("b", ready: "False")],
            "pod/shop/(app=web) same-node", "waiting(PodsNotReady): Pod shop/(app=web): 0 of 1 Ready"),
        RuleCase(
            "none on my node", [pod("a", ready: "True", node: "node-b")], "pod/shop/(app=web) same-node",
            "waiting(NotOnNode): Pod shop/(app=web): there are pods, but none on this pod's node"),
        RuleCase(
            "one without a node is on none", [pod("a", ready: "True", node: "")], "pod/shop/(app=web) same-node",
            onNode: "", "unknown(NodeUnknown): Pod shop/(app=web): the node of this pod itself is not known yet"),
        RuleCase(
            "my node is not known", [pod("a", ready: "True")], "pod/shop/(app=web) same-node", onNode: nil,
            "unknown(NodeUnknown): Pod shop/(app=web): the node of this pod itself is not known yet"),
        RuleCase(
            "none anywhere", [], "pod/shop/(app=web) same-node",
            "waiting(NotFound): no Pod in shop matches (app=web)"),
    ]

    @Test(arguments: byName + ends + uptime + bySelector + sameNode)
    func judges(_ item: RuleCase) throws {
        let pods = try item.objects.map { try Records.pod($0) }
        item.check(PodRule.judge(try Dependency(canonical: item.dependency), pods: pods, context: item.context))
    }

    @Test func aRecordKeepsWhatTheRulesRead() throws {
        let record = try Records.pod(
            Self.pod(ready: "True", since: 7, restart: "Never", controlled: true, metadata: Self.deleted))
        #expect(record.namespace == "shop" && record.name == "web" && record.nodeName == "node-a")
        #expect(record.uid == ObjectUID("u-web") && record.controllerUID == ObjectUID("c"))
        #expect(record.labels["app"] == "web" && record.labels["shop"] == nil && record.labels[""] == nil)
        #expect(record.isReady && record.since == RuleCase.began.adding(seconds: 7))
        #expect(record.neverRestarts && record.isBeingDeleted && record.phase == .running && record.trouble == .none)
    }

    @Test(arguments: [
        ("no status", #"{"metadata":{"name":"p","namespace":"n"},"spec":{}}"#),
        ("nulls", #"{"metadata":{"name":"p","namespace":"n","labels":null,"ownerReferences":null},"status":null}"#),
    ])
    func aPodThatSaysNothingIsPending(name: String, json: String) throws {
        let record = try Records.pod(json)
        #expect(record.phase == .pending && !record.isReady && record.since == nil)
        #expect(record.namespace == "n" && record.nodeName == "" && record.controllerUID == nil)
        #expect(!record.isBeingDeleted && record.labels["app"] == nil)
    }

    @Test func anAddedFractionOfASecondNeverCountsTooEarly() throws {
        let record = try Records.pod(
            #"{"status":{"conditions":[{"type":"Ready","status":"True","#
                + #""lastTransitionTime":"1970-01-01T00:00:05.000001Z"}]}}"#)
        #expect(record.since == Timestamp(seconds: 6))
    }
}
