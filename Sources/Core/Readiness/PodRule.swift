package import Dependencies

/// Whether pods are Ready, or have ended as a dependency asks (kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle).
package enum PodRule {
    /// Judges the pod of that name, or all that a selector matches.
    ///
    /// Of a selector's pods `min` must be as asked, with `min=all` every one that has not Succeeded. A pod that is being
    /// deleted is absent, and with `same-node` so is one on another node than the waiting pod's.
    package static func judge(_ dependency: Dependency, pods: [PodRecord], context: JudgementContext) -> Judgement {
        guard let requirement = PodRequirement(dependency.options.condition) else {
            return Selection.notJudged(dependency)
        }
        var here = pods
        if dependency.options.isOnSameNode {
            guard let node = context.nodeName, !node.isEmpty else {
                let message = "\(dependency.displayName): the node of this pod itself is not known yet"
                return Judgement(Verdict(.unknown, .nodeUnknown, message))
            }
            here = pods.filter { $0.isBound(to: node) }
        }
        switch Selection.present(dependency, here, context) {
        case .judged(let judgement):
            guard judgement.verdict.reason == .notFound, pods.contains(where: { !$0.isBeingDeleted }) else {
                return judgement
            }
            let message = "\(dependency.displayName): there are pods, but none on this pod's node"
            return Judgement(Verdict(.waiting, .notOnNode, message))
        case .live(let live):
            if case .selector = dependency.target {
                return PodCensus(of: live, requirement, dependency.options, now: context.now).judge(dependency)
            }
            return judge(live[0], dependency, requirement, now: context.now)
        }
    }

    private static func judge(
        _ pod: PodRecord, _ dependency: Dependency, _ requirement: PodRequirement, now: Timestamp
    ) -> Judgement {
        let name = dependency.displayName
        guard requirement.isMet(by: pod) else { return Judgement(unmet(pod, name, requirement)) }
        let uptime = Uptime(dependency.options)
        switch uptime.standing(since: pod.since, now: now) {
        case .reached:
            return Judgement(Verdict(.ready, .podsReady, "\(name) \(requirement.statement)\(uptime.suffix)"))
        case .reachedAt(let time):
            let message = "\(name) \(requirement.statement), but not\(uptime.suffix) yet"
            return Judgement(Verdict(.waiting, .tooRecent, message), reviewAt: time)
        case .unknowable:
            let message = "\(name) \(requirement.statement), but does not say since when, which uptime= needs"
            return Judgement(Verdict(.waiting, .tooRecent, message))
        }
    }

    private static func unmet(_ pod: PodRecord, _ name: String, _ requirement: PodRequirement) -> Verdict {
        switch pod.phase {
        case .failed where pod.neverRestarts:
            return Verdict(.failed, .failed, "\(name) failed, and its restartPolicy is Never")
        case .failed where pod.hasController:
            return Verdict(.waiting, .failed, "\(name) failed; waiting for its controller to replace it")
        case .failed:
            return Verdict(.stalled, .failed, "\(name) failed, and has no controller that would replace it")
        case .succeeded:
            let message = "\(name) has succeeded and will not be Ready again; condition=succeeded waits for that"
            return Verdict(.stalled, .ended, message)
        case .pending, .running, .unknown:
            if let reason = pod.trouble.reason { return Verdict(.stalled, reason, "\(name): \(pod.trouble.hint)") }
        }
        let stage =
            switch pod.phase {
            case .running: "it runs"
            case .unknown: "its node does not answer"
            default: pod.nodeName.isEmpty ? "it has no node yet" : "its containers are being started"
            }
        return Verdict(.waiting, .podsNotReady, "\(name) \(requirement.denial): \(stage)")
    }
}
