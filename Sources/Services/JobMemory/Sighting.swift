package import Dependencies
package import Readiness

/// A Job that a wait has just seen complete, not yet tied to the namespaces' UIDs.
package struct Sighting: Hashable, Sendable {
    /// What the dependency required of the Job.
    let requirement: CompletionRequirement
    /// The controller of the pod that waits.
    let controller: PodController
    /// The Job's UID.
    let jobUID: String
    /// When the Job completed, to the second; nil if that is not known.
    let completedAt: Timestamp?
    /// The pod asks with `remember=always`, or for a time.
    let isShared: Bool

    /// A sighting; nil where memory has no use for it: another Job than the dependency names, a dependency that wants
    /// nothing remembered, or one that asks for anything but the completion of one Job.
    ///
    /// - Parameter label: the value of one of the waiting pod's labels.
    package init?(
        of job: CompletedJob, completedAt: Timestamp?, for dependency: Dependency, by controller: PodController,
        label: (String) -> String?
    ) {
        guard let requirement = CompletionRequirement(dependency, podLabel: label), !job.uid.isEmpty,
            requirement.namespace == job.namespace, requirement.job == job.name
        else { return nil }
        switch dependency.options.remember {
        case .never: return nil
        case .always, .seconds: isShared = true
        case nil: isShared = false
        }
        self.requirement = requirement
        self.controller = controller
        jobUID = job.uid
        self.completedAt = completedAt.map { Timestamp(seconds: $0.seconds) }
    }

    /// The fact, if the namespaces are known.
    func fact(_ namespaces: NamespaceTable) -> CompletionFact? {
        guard let place = namespaces[requirement.namespace], let home = namespaces[controller.namespace] else {
            return nil
        }
        return CompletionFact(
            controller: controller, homeUID: home.uid,
            job: CompletionFact.JobKey(namespaceUID: place.uid, name: requirement.job, match: requirement.match),
            jobUID: jobUID, completedAt: completedAt, isShared: isShared)
    }

    /// Whether the Job surely ran in the namespace that has the name now: for a sighting that waited until namespaces
    /// were known.
    func belongs(to namespaces: NamespaceTable) -> Bool {
        guard let createdAt = namespaces[requirement.namespace]?.createdAt, let completedAt else { return false }
        return createdAt <= completedAt
    }
}
