package import Dependencies

/// Whether a StatefulSet has the pods that a dependency asks for, or is rolled out
/// (kubernetes.io/docs/concepts/workloads/controllers/statefulset).
package enum StatefulSetRule {
    /// Judges StatefulSets by what their controller says of their newest spec.
    ///
    /// `condition=rolled-out`: as `kubectl rollout status` has it, every pod is Ready, and those from the partition on are
    /// of the newest revision. With the strategy OnDelete, which kubectl refuses, pods are updated only as somebody
    /// deletes them: until then it is stalled.
    package static func judge(
        _ dependency: Dependency, statefulSets: [StatefulSetRecord], context: JudgementContext
    ) -> Judgement {
        Selection.judge(dependency, statefulSets, context) { set, name in
            guard let goal = WorkloadGoal(dependency, ownWord: "ready") else {
                return Selection.notJudged(dependency)
            }
            if let judgement = goal.beforehand(name, set.isObserved, set.desired) { return judgement }
            if goal.isRollout { return Judgement(rollout(set, name, goal)) }
            let count = "\(name): \(set.ready) of \(set.desired) replicas ready"
            return Judgement(
                set.ready >= goal.wanted(of: set.desired)
                    ? Verdict(.ready, .replicasReady, count)
                    : Verdict(.waiting, .replicasNotReady, count + goal.wish))
        }
    }

    private static func rollout(_ set: StatefulSetRecord, _ name: String, _ goal: WorkloadGoal) -> Verdict {
        let partition = set.updatesOnDelete ? 0 : min(set.partition, set.desired)
        let wanted = set.desired - partition
        let rest = partition > 0 ? ", \(partition) below the partition left as they are" : ""
        guard set.updated >= wanted else {
            let progress = "\(name): \(set.updated) of \(wanted) replicas updated\(rest)"
            guard set.updatesOnDelete else { return Verdict(.waiting, .rollingOut, progress) }
            let hint = "its update strategy is OnDelete: a pod is updated only when somebody deletes it"
            return Verdict(.stalled, .updatesOnDelete, "\(progress); \(hint)")
        }
        guard set.ready >= set.desired, set.ready >= goal.wanted(of: set.desired) else {
            return Verdict(
                .waiting, .rollingOut,
                "\(name): \(set.updated) of \(wanted) replicas updated\(rest), \(set.ready) of \(set.desired) ready\(goal.wish)"
            )
        }
        return Verdict(.ready, .rolledOut, "\(name) is rolled out: \(set.updated) of \(wanted) replicas updated\(rest)")
    }
}
