package import Dependencies

/// Whether a Deployment is available, or rolled out (kubernetes.io/docs/concepts/workloads/controllers/deployment).
package enum DeploymentRule {
    /// Judges Deployments by what their controller says of their newest spec.
    ///
    /// Available: the condition is True and `min` pods are. `condition=rolled-out`: as `kubectl rollout status` has it,
    /// and strictly: as many updated pods as desired, all of them available, none of an older revision left.
    package static func judge(
        _ dependency: Dependency, deployments: [DeploymentRecord], context: JudgementContext
    ) -> Judgement {
        Selection.judge(dependency, deployments, context) { deployment, name in
            guard let goal = WorkloadGoal(dependency, ownWord: "available") else {
                return Selection.notJudged(dependency)
            }
            if let judgement = goal.beforehand(name, deployment.isObserved, deployment.desired) { return judgement }
            return Judgement(
                goal.isRollout ? rollout(deployment, name, goal) : availability(deployment, name, goal))
        }
    }

    private static func availability(_ deployment: DeploymentRecord, _ name: String, _ goal: WorkloadGoal) -> Verdict {
        let count = "\(name): \(deployment.available) of \(deployment.desired) replicas available"
        if deployment.isAvailable, deployment.available >= goal.wanted(of: deployment.desired) {
            return Verdict(.ready, .available, count)
        }
        if deployment.isPastDeadline { return deadlineExceeded(count) }
        return Verdict(.waiting, .notAvailable, count + goal.wish)
    }

    private static func rollout(_ deployment: DeploymentRecord, _ name: String, _ goal: WorkloadGoal) -> Verdict {
        let progress: String
        if deployment.updated != deployment.desired {
            progress = "\(name): \(deployment.updated) of \(deployment.desired) replicas updated"
        } else if deployment.replicas > deployment.updated {
            let old = deployment.replicas - deployment.updated
            progress = "\(name): all replicas updated, old ones still there: \(old)"
        } else if deployment.available < max(deployment.updated, goal.wanted(of: deployment.desired)) {
            progress = "\(name): all replicas updated, \(deployment.available) of \(deployment.desired) available"
        } else {
            return Verdict(.ready, .rolledOut, "\(name) is rolled out: \(deployment.available) replicas available")
        }
        if deployment.isPastDeadline { return deadlineExceeded(progress) }
        guard deployment.isPaused else { return Verdict(.waiting, .rollingOut, progress) }
        return Verdict(.stalled, .paused, "\(progress); its roll-out is paused: see kubectl rollout resume")
    }

    private static func deadlineExceeded(_ progress: String) -> Verdict {
        let hint = "its roll-out has exceeded its progress deadline: see kubectl describe deployment"
        return Verdict(.stalled, .progressDeadlineExceeded, "\(progress); \(hint)")
    }
}
