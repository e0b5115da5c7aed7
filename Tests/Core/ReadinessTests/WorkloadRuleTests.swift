import Dependencies
import Readiness
import Testing

@Suite struct WorkloadRuleTests {
    /// A Deployment of `desired` pods whose status is about its newest spec.
    private static func deployment(
        _ name: String = "web", desired: Int? = 2, replicas: Int = 2, updated: Int = 2, available: Int = 2,
        isAvailable: String = "True", progressing: String = "NewReplicaSetAvailable", observed: Int = 3,
        spec: String = "", metadata: String = "", namespace: String = "shop"
    ) -> String {
        let count = desired.map { #""replicas":\#($0)"# } ?? #""replicas":null"#
        let isProgressing = progressing == "ProgressDeadlineExceeded" ? "False" : "True"
        return #"{"metadata":{"name":"\#(name)","namespace":"\#(namespace)",\#(metadata)"generation":3},"#
            + #""spec":{\#(spec)\#(count)},"status":{"observedGeneration":\#(observed),"replicas":\#(replicas),"#
            + #""updatedReplicas":\#(updated),"availableReplicas":\#(available),"conditions":["#
            + #"{"type":"Available","status":"\#(isAvailable)"},"#
            + #"{"type":"Progressing","status":"\#(isProgressing)","reason":"\#(progressing)"}]}}"#
    }

    private static let rolledOut = "deployment/shop/web condition=rolled-out"
    private static let deadline =
        "; its roll-out has exceeded its progress deadline: see kubectl describe deployment"

    static let availability = [
        RuleCase(
            "available", [deployment()], "deployment/shop/web",
            "ready(Available): Deployment shop/web: 2 of 2 replicas available"),
        RuleCase(
            "condition=Available", [deployment()], "deployment/shop/web condition=available",
            "ready(Available): Deployment shop/web: 2 of 2 replicas available"),
        RuleCase(
            "one is enough", [deployment(available: 1)], "deployment/shop/web",
            "ready(Available): Deployment shop/web: 1 of 2 replicas available"),
        RuleCase(
            "enough pods, but Available is False", [deployment(available: 1, isAvailable: "False")],
            "deployment/shop/web", "waiting(NotAvailable): Deployment shop/web: 1 of 2 replicas available"),
        RuleCase(
            "Available, but nobody is", [deployment(available: 0)], "deployment/shop/web",
            "waiting(NotAvailable): Deployment shop/web: 0 of 2 replicas available"),
        RuleCase(
            "fewer than min", [deployment()], "deployment/shop/web min=3",
            "waiting(NotAvailable): Deployment shop/web: 2 of 2 replicas available, 3 wanted"),
        RuleCase(
            "min=all", [deployment(available: 1)], "deployment/shop/web min=all",
            "waiting(NotAvailable): Deployment shop/web: 1 of 2 replicas available, all wanted"),
        RuleCase(
            "a status of an older spec", [deployment(observed: 2)], "deployment/shop/web",
            "waiting(NotObserved): Deployment shop/web: its controller has not seen its newest spec yet"),
        RuleCase(
            "no status at all", [#"{"metadata":{"name":"web","namespace":"shop"},"spec":{"replicas":1}}"#],
            "deployment/shop/web",
            "waiting(NotObserved): Deployment shop/web: its controller has not seen its newest spec yet"),
        RuleCase(
            "scaled to 0, which counts as Available", [deployment(desired: 0, replicas: 0, updated: 0, available: 0)],
            "deployment/shop/web", "waiting(ScaledToZero): Deployment shop/web is scaled to 0"),
        RuleCase(
            "min=0 asks for existence", [deployment(desired: 0, replicas: 0, updated: 0, available: 0, observed: 1)],
            "deployment/shop/web min=0", "ready(Exists): Deployment shop/web exists, and min=0 asks no more"),
        RuleCase(
            "available while a roll-out is stuck", [deployment(progressing: "ProgressDeadlineExceeded")],
            "deployment/shop/web", "ready(Available): Deployment shop/web: 2 of 2 replicas available"),
        RuleCase(
            "not available, and the roll-out is stuck",
            [deployment(available: 0, isAvailable: "False", progressing: "ProgressDeadlineExceeded")],
            "deployment/shop/web",
            "stalled(ProgressDeadlineExceeded): Deployment shop/web: 0 of 2 replicas available\(deadline)"),
        RuleCase(
            "replicas left out is one", [deployment(desired: nil, replicas: 1, updated: 1, available: 1)],
            "deployment/shop/web min=all", "ready(Available): Deployment shop/web: 1 of 1 replicas available"),
        RuleCase(
            "being deleted", [deployment(metadata: #""deletionTimestamp":"2026-11-21T12:00:00Z","#)],
            "deployment/shop/web", "waiting(NotFound): Deployment shop/web is being deleted"),
        RuleCase(
            "missing", [], "deployment/shop/web", "waiting(NotFound): Deployment shop/web does not exist",
            reviewAfter: 60),
    ]

    static let rollout = [
        RuleCase(
            "rolled out", [deployment()], rolledOut,
            "ready(RolledOut): Deployment shop/web is rolled out: 2 replicas available"),
        RuleCase(
            "not all updated", [deployment(replicas: 3, updated: 1)], rolledOut,
            "waiting(RollingOut): Deployment shop/web: 1 of 2 replicas updated"),
        RuleCase(
            "more updated than wanted", [deployment(replicas: 3, updated: 3, available: 3)], rolledOut,
            "waiting(RollingOut): Deployment shop/web: 3 of 2 replicas updated"),
        RuleCase(
            "old ones left", [deployment(replicas: 3)], rolledOut,
            "waiting(RollingOut): Deployment shop/web: all replicas updated, old ones still there: 1"),
        RuleCase(
            "not all available", [deployment(available: 1)], rolledOut,
            "waiting(RollingOut): Deployment shop/web: all replicas updated, 1 of 2 available"),
        RuleCase(
            "all of an older spec", [deployment(observed: 2)], rolledOut,
            "waiting(NotObserved): Deployment shop/web: its controller has not seen its newest spec yet"),
        RuleCase(
            "past its deadline", [deployment(replicas: 3, updated: 1, progressing: "ProgressDeadlineExceeded")],
            rolledOut, "stalled(ProgressDeadlineExceeded): Deployment shop/web: 1 of 2 replicas updated\(deadline)"),
        RuleCase(
            "paused in the middle", [deployment(replicas: 2, updated: 0, spec: #""paused":true,"#)], rolledOut,
            "stalled(Paused): Deployment shop/web: 0 of 2 replicas updated; "
                + "its roll-out is paused: see kubectl rollout resume"),
        RuleCase(
            "paused with nothing to do", [deployment(spec: #""paused":true,"#)], rolledOut,
            "ready(RolledOut): Deployment shop/web is rolled out: 2 replicas available"),
        RuleCase(
            "of nothing", [deployment(desired: 0, replicas: 0, updated: 0, available: 0)], rolledOut,
            "waiting(ScaledToZero): Deployment shop/web is scaled to 0"),
        RuleCase(
            "a condition that only the object tells", [deployment()], "deployment/shop/web condition=Progressing",
            "unknown(ConditionNotJudged): Deployment shop/web: the rule of its kind does not judge this condition="),
    ]

    static let selectors = [
        RuleCase(
            "every one", [deployment("a"), deployment("b")], "deployment/shop/(app=web)",
            "ready(Available): Deployment shop/(app=web): 2 of 2 ready"),
        RuleCase(
            "one is missing, and named in the pod's own namespace", [deployment("b", available: 0), deployment("a")],
            "deployment/shop/(app=web)",
            "waiting(NotAvailable): Deployment shop/(app=web): 1 of 2 ready; "
                + "Deployment shop/b: 0 of 2 replicas available"),
        RuleCase(
            "one is missing, and not named in another namespace",
            [deployment("a", namespace: "infra"), deployment("b", available: 0, namespace: "infra")],
            "deployment/infra/(app=web)",
            "waiting(NotAvailable): Deployment infra/(app=web): 1 of 2 ready; one of them: 0 of 2 replicas available"),
        RuleCase(
            "the worst speaks for all",
            [
                deployment("a", observed: 1),
                deployment("b", available: 0, isAvailable: "False", progressing: "ProgressDeadlineExceeded"),
            ], "deployment/shop/(app=web)",
            "stalled(ProgressDeadlineExceeded): Deployment shop/(app=web): 0 of 2 ready; "
                + "Deployment shop/b: 0 of 2 replicas available\(deadline)"),
        RuleCase(
            "none", [], "deployment/shop/(app=web)",
            "waiting(NotFound): no Deployment in shop matches (app=web)"),
        RuleCase(
            "none, and absent", [], "deployment/shop/(app=web) absent",
            "ready(Gone): Deployment shop/(app=web) is not there"),
        RuleCase(
            "exists is less than ready", [deployment("a", available: 0)], "deployment/shop/(app=web) exists",
            "ready(Exists): Deployment shop/(app=web) exists"),
    ]

    @Test(arguments: availability + rollout + selectors)
    func judgesDeployments(_ item: RuleCase) throws {
        let objects = try item.objects.map { try Records.deployment($0) }
        let dependency = try Dependency(canonical: item.dependency)
        item.check(DeploymentRule.judge(dependency, deployments: objects, context: item.context))
    }

    /// A StatefulSet whose status is about its newest spec.
    private static func statefulSet(
        desired: Int = 3, updated: Int? = 3, ready: Int? = 3, observed: Int = 2,
        strategy: String = #"{"type":"RollingUpdate","rollingUpdate":{"partition":0}}"#
    ) -> String {
        let updatedText = updated.map { #","updatedReplicas":\#($0)"# } ?? ""
        let readyText = ready.map { #","readyReplicas":\#($0)"# } ?? ""
        return #"{"metadata":{"name":"pg","namespace":"db","generation":2},"spec":{"replicas":\#(desired),"#
            + #""updateStrategy":\#(strategy)},"status":{"observedGeneration":\#(observed)\#(updatedText)\#(readyText)}}"#
    }

    private static func partition(_ number: String) -> String {
        #"{"type":"RollingUpdate","rollingUpdate":{"partition":\#(number)}}"#
    }

    private static let onDelete = #"{"type":"OnDelete"}"#
    private static let setRolledOut = "statefulset/db/pg condition=rolled-out"

    static let statefulSets = [
        RuleCase(
            "one ready", [statefulSet(ready: 1)], "statefulset/db/pg",
            "ready(ReplicasReady): StatefulSet db/pg: 1 of 3 replicas ready"),
        RuleCase(
            "none ready, which is left out", [statefulSet(ready: nil)], "statefulset/db/pg",
            "waiting(ReplicasNotReady): StatefulSet db/pg: 0 of 3 replicas ready"),
        RuleCase(
            "fewer than min", [statefulSet(ready: 1)], "statefulset/db/pg min=2",
            "waiting(ReplicasNotReady): StatefulSet db/pg: 1 of 3 replicas ready, 2 wanted"),
        RuleCase(
            "min=all", [statefulSet(ready: 2)], "statefulset/db/pg min=all",
            "waiting(ReplicasNotReady): StatefulSet db/pg: 2 of 3 replicas ready, all wanted"),
        RuleCase(
            "a status of an older spec", [statefulSet(observed: 1)], "statefulset/db/pg",
            "waiting(NotObserved): StatefulSet db/pg: its controller has not seen its newest spec yet"),
        RuleCase(
            "scaled to 0", [statefulSet(desired: 0, updated: nil, ready: nil)], "statefulset/db/pg",
            "waiting(ScaledToZero): StatefulSet db/pg is scaled to 0"),
        RuleCase(
            "min=0", [statefulSet(desired: 0, updated: nil, ready: nil)], "statefulset/db/pg min=0",
            "ready(Exists): StatefulSet db/pg exists, and min=0 asks no more"),
        RuleCase(
            "rolled out", [statefulSet()], setRolledOut,
            "ready(RolledOut): StatefulSet db/pg is rolled out: 3 of 3 replicas updated"),
        RuleCase(
            "not all updated", [statefulSet(updated: 2)], setRolledOut,
            "waiting(RollingOut): StatefulSet db/pg: 2 of 3 replicas updated"),
        RuleCase(
            "updated and not all ready", [statefulSet(ready: 2)], setRolledOut,
            "waiting(RollingOut): StatefulSet db/pg: 3 of 3 replicas updated, 2 of 3 ready"),
        RuleCase(
            "rolled out down to its partition", [statefulSet(updated: 1, strategy: partition("2"))], setRolledOut,
            "ready(RolledOut): StatefulSet db/pg is rolled out: 1 of 1 replicas updated, 2 below the partition left as they are"
        ),
        RuleCase(
            "not yet down to its partition", [statefulSet(updated: nil, strategy: partition("2"))], setRolledOut,
            "waiting(RollingOut): StatefulSet db/pg: 0 of 1 replicas updated, 2 below the partition left as they are"),
        RuleCase(
            "a partition beyond all pods", [statefulSet(updated: nil, strategy: partition("99"))], setRolledOut,
            "ready(RolledOut): StatefulSet db/pg is rolled out: 0 of 0 replicas updated, 3 below the partition left as they are"
        ),
        RuleCase(
            "a partition below 0", [statefulSet(strategy: partition("-9223372036854775808"))], setRolledOut,
            "ready(RolledOut): StatefulSet db/pg is rolled out: 3 of 3 replicas updated"),
        RuleCase(
            "old pods with OnDelete", [statefulSet(updated: 1, strategy: onDelete)], setRolledOut,
            "stalled(UpdatesOnDelete): StatefulSet db/pg: 1 of 3 replicas updated; "
                + "its update strategy is OnDelete: a pod is updated only when somebody deletes it"),
        RuleCase(
            "all deleted and updated with OnDelete", [statefulSet(strategy: onDelete)], setRolledOut,
            "ready(RolledOut): StatefulSet db/pg is rolled out: 3 of 3 replicas updated"),
        RuleCase(
            "of nothing", [statefulSet(desired: 0, updated: nil, ready: nil)], setRolledOut,
            "waiting(ScaledToZero): StatefulSet db/pg is scaled to 0"),
    ]

    @Test(arguments: statefulSets)
    func judgesStatefulSets(_ item: RuleCase) throws {
        let objects = try item.objects.map { try Records.statefulSet($0) }
        let dependency = try Dependency(canonical: item.dependency)
        item.check(StatefulSetRule.judge(dependency, statefulSets: objects, context: item.context))
    }
}
