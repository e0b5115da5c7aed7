package import Dependencies

/// Whether a DaemonSet serves the waiting pod's node (kubernetes.io/docs/concepts/workloads/controllers/daemonset).
package enum DaemonSetRule {
    /// Judges a DaemonSet by its pod on the waiting pod's node, with `anywhere` by its pods on all nodes, and with
    /// `condition=rolled-out` as `kubectl rollout status` does, by what its controller says of its newest spec.
    ///
    /// - Parameter pods: those of its namespace, or at least, without `anywhere`, those on the waiting pod's node. Its own
    ///   are those that name it as their controller.
    package static func judge(
        _ dependency: Dependency, daemonSet: DaemonSetRecord?, pods: [PodRecord], context: JudgementContext
    ) -> Judgement {
        Selection.judge(dependency, daemonSet.map { [$0] } ?? [], context) { set, name in
            guard let goal = WorkloadGoal(dependency, ownWord: "ready") else {
                return Selection.notJudged(dependency)
            }
            if goal.isRollout { return Judgement(rollout(set, name, dependency.options)) }
            if dependency.options.isAnywhere {
                let live = pods.filter { $0.controllerUID == set.uid && !$0.isBeingDeleted }
                guard live.isEmpty else { return Judgement(verdict(on: live, "\(name) on any node")) }
                return Judgement(Verdict(.waiting, .noPodOnNode, "\(name) has no pod on any node"))
            }
            guard let node = context.nodeName, !node.isEmpty else {
                let message = "\(name): the node of this pod itself is not known yet"
                return Judgement(Verdict(.unknown, .nodeUnknown, message))
            }
            let own = pods.filter { $0.controllerUID == set.uid && $0.isBound(to: node) }
            return Judgement(onNode(own, set, name, dependency.options))
        }
    }

    private static func onNode(
        _ pods: [PodRecord], _ set: DaemonSetRecord, _ name: String, _ options: DependencyOptions
    ) -> Verdict {
        let live = pods.filter { !$0.isBeingDeleted }
        guard live.isEmpty else { return verdict(on: live, "\(name) on this pod's node") }
        guard pods.isEmpty else {
            let message = "\(name): its pod on this pod's node is being deleted; waiting for what becomes of it"
            return Verdict(.waiting, .noPodOnNode, message)
        }
        guard options.acceptsAbsence else {
            let hint = "if-absent=ready accepts that where it is not meant to run"
            return Verdict(.waiting, .noPodOnNode, "\(name) has no pod on this pod's node; \(hint)")
        }
        // A controller that has not looked yet may still put one there.
        guard set.isObserved else {
            return Verdict(.waiting, .notObserved, "\(name): its controller has not seen its newest spec yet")
        }
        return Verdict(.ready, .noPodOnNode, "\(name) has no pod on this pod's node, which if-absent=ready accepts")
    }

    private static func verdict(on pods: [PodRecord], _ name: String) -> Verdict {
        let ready = pods.count { PodRequirement.ready.isMet(by: $0) }
        guard ready == 0 else {
            return Verdict(.ready, .podsReady, "\(name): \(ready) of \(pods.count) pods Ready")
        }
        let count = "\(name): 0 of \(pods.count) pods Ready"
        guard let trouble = pods.first?.trouble, let reason = trouble.reason,
            pods.allSatisfy({ $0.trouble != .none })
        else { return Verdict(.waiting, .podsNotReady, count) }
        return Verdict(.stalled, reason, "\(count); of one, \(trouble.hint)")
    }

    private static func rollout(_ set: DaemonSetRecord, _ name: String, _ options: DependencyOptions) -> Verdict {
        guard set.isObserved else {
            return Verdict(.waiting, .notObserved, "\(name): its controller has not seen its newest spec yet")
        }
        guard set.desired > 0 else {
            return options.acceptsAbsence
                ? Verdict(.ready, .rolledOut, "\(name) is meant for no node, which if-absent=ready accepts")
                : Verdict(.waiting, .scaledToZero, "\(name) is meant for no node at present")
        }
        guard set.updated >= set.desired else {
            let progress = "\(name): updated on \(set.updated) of \(set.desired) nodes"
            guard set.updatesOnDelete else { return Verdict(.waiting, .rollingOut, progress) }
            let hint = "its update strategy is OnDelete: a pod is updated only when somebody deletes it"
            return Verdict(.stalled, .updatesOnDelete, "\(progress); \(hint)")
        }
        guard set.available >= set.desired else {
            return Verdict(
                .waiting, .rollingOut, "\(name): updated, and available on \(set.available) of \(set.desired) nodes")
        }
        return Verdict(.ready, .rolledOut, "\(name) is rolled out: available on \(set.desired) nodes")
    }
}
