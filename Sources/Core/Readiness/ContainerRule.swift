package import Dependencies

/// Whether another container of the waiting pod itself is Ready: what kubernetes-entrypoint calls a container dependency.
package enum ContainerRule {
    /// Judges a container by its status in the pod; nil where the pod has no such status.
    package static func judge(
        _ dependency: Dependency, container: ContainerState?, context: JudgementContext
    ) -> Judgement {
        let name = "container \(dependency.target) of this pod"
        guard let container else {
            let message = "\(name) has not been created yet; is there one of that name?"
            return Judgement(Verdict(.waiting, .notFound, message))
        }
        if container.isReady { return Judgement(Verdict(.ready, .containerReady, "\(name) is Ready")) }
        if container.isCrashLooping {
            let message = "\(name) ends again and again: see kubectl logs --previous"
            return Judgement(Verdict(.stalled, .crashLoop, message))
        }
        let stage =
            if container.isTerminated { "it has ended" } else if container.isRunning { "it runs" } else {
                "it has not started"
            }
        return Judgement(Verdict(.waiting, .containerNotReady, "\(name) is not Ready yet: \(stage)"))
    }
}
