package import Dependencies
package import Readiness

/// The proof that needs no record: another pod of the same controller and revision was released, and so has seen the Job
/// complete.
package enum SiblingProof {
    /// What a gated pod tells of its own wait, as its status has it.
    package struct Sibling {
        /// Its controller and revision.
        package let controller: PodController
        /// Its own waiting container exited 0 and says `released`. One that proceeded after its time-out says otherwise.
        package let wasReleased: Bool
        /// What that container asked for; called for released siblings alone.
        package let dependencies: () -> [Dependency]
        /// The value of one of the pod's labels.
        package let label: (String) -> String?

        /// What a pod tells; nothing of it is checked here.
        package init(
            controller: PodController, wasReleased: Bool, dependencies: @escaping () -> [Dependency],
            label: @escaping (String) -> String?
        ) {
            self.controller = controller
            self.wasReleased = wasReleased
            self.dependencies = dependencies
            self.label = label
        }
    }

    /// Looks for a sibling that was released for this very dependency.
    ///
    /// The dependencies must ask for the same: a sibling that was content with less, such as either end of the Job, has
    /// proved less. When the Job completed a sibling does not tell, so one is no proof where `remember=` sets a time.
    ///
    /// - Parameters:
    ///   - label: the value of one of the waiting pod's labels.
    ///   - siblings: pods that may be siblings; all others are passed over. The waiting pod itself may be among them: if it was
    ///     released before, when the node had to start it again, that is as good.
    package static func find(
        of dependency: Dependency, for controller: PodController, label: (String) -> String?,
        among siblings: some Sequence<Sibling>
    ) -> RememberedJob? {
        switch dependency.options.remember {
        case .never, .seconds: return nil
        case .always, nil: break
        }
        guard !(dependency.options.condition?.isWord("finished") ?? false), !dependency.options.isOptional,
            let requirement = CompletionRequirement(dependency, podLabel: label)
        else { return nil }
        let wanted = dependency.withoutPatience
        let isProof = siblings.contains { sibling in
            sibling.wasReleased && sibling.controller.identity == controller.identity
                && sibling.dependencies().contains {
                    $0.kind == .job && $0.withoutPatience == wanted
                        && CompletionRequirement($0, podLabel: sibling.label) == requirement
                }
        }
        guard isProof else { return nil }
        return RememberedJob(witness: "a released pod of \(controller.displayName)", completedAt: nil)
    }
}

extension Dependency {
    /// The dependency without what only says how long to wait and what to do then.
    fileprivate var withoutPatience: Dependency {
        var dependency = self
        dependency.options.timeout = nil
        dependency.options.onFailure = nil
        return dependency
    }
}
