import Dependencies
import Readiness
import Testing

@Suite struct DaemonSetRuleTests {
    private static func daemonSet(
        desired: Int = 2, updated: Int = 2, available: Int = 2, observed: Int = 4, strategy: String = "RollingUpdate"
    ) -> String {
        #"{"metadata":{"name":"dns","namespace":"infra","uid":"d","generation":4},"#
            + #""spec":{"updateStrategy":{"type":"\#(strategy)"}},"status":{"observedGeneration":\#(observed),"#
            + #""desiredNumberScheduled":\#(desired),"updatedNumberScheduled":\#(updated),"numberAvailable":\#(available)}}"#
    }

    private static func pod(
        _ node: String, ready: Bool, owner: String = "d", trouble: String? = nil, isBeingDeleted: Bool = false
    ) -> String {
        let state = trouble.map { #","containerStatuses":[{"state":{"waiting":{"reason":"\#($0)"}}}]"# } ?? ""
        let deletion = isBeingDeleted ? #""deletionTimestamp":"2026-11-21T12:00:00Z","# : ""
        return #"{"metadata":{"name":"dns-\#(node)","namespace":"infra",\#(deletion)"#
            + #""ownerReferences":[{"controller":true,"kind":"DaemonSet","uid":"\#(owner)"}]},"#
            + #""spec":{"nodeName":"\#(node)"},"status":{"phase":"Running","#
            + #""conditions":[{"type":"Ready","status":"\#(ready ? "True" : "False")"}]\#(state)}}"#
    }

    private static let rolledOut = "daemonset/infra/dns condition=rolled-out"
    private static let noPod =
        "DaemonSet infra/dns has no pod on this pod's node; if-absent=ready accepts that where it is not meant to run"

    /// The first object is the DaemonSet, the others are pods.
    static let onNode = [
        RuleCase(
            "Ready on my node", [daemonSet(), pod("node-a", ready: true), pod("node-b", ready: false)],
            "daemonset/infra/dns",
            "ready(PodsReady): DaemonSet infra/dns on this pod's node: 1 of 1 pods Ready"),
        RuleCase(
            "Ready elsewhere", [daemonSet(), pod("node-a", ready: false), pod("node-b", ready: true)],
            "daemonset/infra/dns",
            "waiting(PodsNotReady): DaemonSet infra/dns on this pod's node: 0 of 1 pods Ready"),
        RuleCase(
            "none on my node", [daemonSet(), pod("node-b", ready: true)], "daemonset/infra/dns",
            "waiting(NoPodOnNode): \(noPod)"),
        RuleCase(
            "none on my node is accepted", [daemonSet(), pod("node-b", ready: true)],
            "daemonset/infra/dns if-absent=ready",
            "ready(NoPodOnNode): DaemonSet infra/dns has no pod on this pod's node, which if-absent=ready accepts"),
        RuleCase(
            "none on my node before the controller has looked", [daemonSet(observed: 3)],
            "daemonset/infra/dns if-absent=ready",
            "waiting(NotObserved): DaemonSet infra/dns: its controller has not seen its newest spec yet"),
        RuleCase(
            "one on my node that is not Ready is not none", [daemonSet(), pod("node-a", ready: false)],
            "daemonset/infra/dns if-absent=ready",
            "waiting(PodsNotReady): DaemonSet infra/dns on this pod's node: 0 of 1 pods Ready"),
        RuleCase(
            "being replaced on my node", [daemonSet(), pod("node-a", ready: true, isBeingDeleted: true)],
            "daemonset/infra/dns if-absent=ready",
            "waiting(NoPodOnNode): DaemonSet infra/dns: its pod on this pod's node is being deleted; "
                + "waiting for what becomes of it"),
        RuleCase(
            "replaced on my node, surging",
            [daemonSet(), pod("node-a", ready: true, isBeingDeleted: true), pod("node-a", ready: true)],
            "daemonset/infra/dns",
            "ready(PodsReady): DaemonSet infra/dns on this pod's node: 1 of 1 pods Ready"),
        RuleCase(
            "somebody else's pod on my node", [daemonSet(), pod("node-a", ready: true, owner: "e")],
            "daemonset/infra/dns", "waiting(NoPodOnNode): \(noPod)"),
        RuleCase(
            "a crash loop on my node", [daemonSet(), pod("node-a", ready: false, trouble: "CrashLoopBackOff")],
            "daemonset/infra/dns",
            "stalled(CrashLoop): DaemonSet infra/dns on this pod's node: 0 of 1 pods Ready; of one, "
                + "a container of it ends again and again: see kubectl logs --previous"),
        RuleCase(
            "my node is not known", [daemonSet(), pod("node-a", ready: true)], "daemonset/infra/dns if-absent=ready",
            onNode: nil, "unknown(NodeUnknown): DaemonSet infra/dns: the node of this pod itself is not known yet"),
        RuleCase(
            "my node is empty, and so is a pod's", [daemonSet(), pod("", ready: true)], "daemonset/infra/dns",
            onNode: "", "unknown(NodeUnknown): DaemonSet infra/dns: the node of this pod itself is not known yet"),
        RuleCase(
            "missing", [], "daemonset/infra/dns", "waiting(NotFound): DaemonSet infra/dns does not exist",
            reviewAfter: 60),
        RuleCase(
            "missing is not accepted by if-absent", [], "daemonset/infra/dns if-absent=ready",
            "waiting(NotFound): DaemonSet infra/dns does not exist", reviewAfter: 60),
        RuleCase(
            "missing is accepted by optional", [], "daemonset/infra/dns optional",
            "ready(Optional): DaemonSet infra/dns is not there, and optional"),
    ]

    static let elsewhere = [
        RuleCase(
            "anywhere", [daemonSet(), pod("node-b", ready: true)], "daemonset/infra/dns anywhere", onNode: nil,
            "ready(PodsReady): DaemonSet infra/dns on any node: 1 of 1 pods Ready"),
        RuleCase(
            "anywhere, not Ready", [daemonSet(), pod("node-a", ready: false), pod("node-b", ready: false)],
            "daemonset/infra/dns anywhere",
            "waiting(PodsNotReady): DaemonSet infra/dns on any node: 0 of 2 pods Ready"),
        RuleCase(
            "anywhere, no pod", [daemonSet()], "daemonset/infra/dns anywhere",
            "waiting(NoPodOnNode): DaemonSet infra/dns has no pod on any node"),
        RuleCase(
            "rolled out, whatever is on my node", [daemonSet()], rolledOut,
            "ready(RolledOut): DaemonSet infra/dns is rolled out: available on 2 nodes"),
        RuleCase(
            "not updated everywhere", [daemonSet(updated: 1)], rolledOut,
            "waiting(RollingOut): DaemonSet infra/dns: updated on 1 of 2 nodes"),
        RuleCase(
            "not available everywhere", [daemonSet(available: 1)], rolledOut,
            "waiting(RollingOut): DaemonSet infra/dns: updated, and available on 1 of 2 nodes"),
        RuleCase(
            "of an older spec", [daemonSet(observed: 3)], rolledOut,
            "waiting(NotObserved): DaemonSet infra/dns: its controller has not seen its newest spec yet"),
        RuleCase(
            "old pods with OnDelete", [daemonSet(updated: 1, strategy: "OnDelete")], rolledOut,
            "stalled(UpdatesOnDelete): DaemonSet infra/dns: updated on 1 of 2 nodes; "
                + "its update strategy is OnDelete: a pod is updated only when somebody deletes it"),
        RuleCase(
            "meant for no node", [daemonSet(desired: 0, updated: 0, available: 0)], rolledOut,
            "waiting(ScaledToZero): DaemonSet infra/dns is meant for no node at present"),
        RuleCase(
            "meant for no node, which is accepted", [daemonSet(desired: 0, updated: 0, available: 0)],
            "\(rolledOut) if-absent=ready",
            "ready(RolledOut): DaemonSet infra/dns is meant for no node, which if-absent=ready accepts"),
    ]

    @Test(arguments: onNode + elsewhere)
    func judges(_ item: RuleCase) throws {
        let set = try item.objects.first.map { try Records.daemonSet($0) }
        let pods = try item.objects.dropFirst().map { try Records.pod($0) }
        let dependency = try Dependency(canonical: item.dependency)
        item.check(DaemonSetRule.judge(dependency, daemonSet: set, pods: pods, context: item.context))
    }
}
