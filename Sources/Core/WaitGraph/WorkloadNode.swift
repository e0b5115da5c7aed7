package import Dependencies
package import Readiness

/// One workload, as far as it decides what waits for what.
package struct WorkloadNode: Hashable, Sendable {
    /// Which one it is.
    package let reference: WorkloadReference
    /// Its own labels, by which Jobs, Deployments and StatefulSets are chosen; nil where they are not known.
    package var labels: PackedLabels?
    /// The labels that all its pods have, by which Services and selectors of pods choose them.
    package var podLabels: PackedLabels
    /// How many pods it has and is to have.
    private(set) var counts: PodCounts
    /// What each of its pods waits for without end: waits that give up and let the pod start hold nothing up for ever.
    package var waits: [Dependency]

    /// A workload whose pods have these labels and wait for these things.
    package init(
        _ reference: WorkloadReference, labels: [String: String]? = [:], podLabels: [String: String] = [:],
        pods: Int? = 1, startedPods: Int = 0, waits: [Dependency] = []
    ) {
        self.init(
            reference, labels: labels.map { PackedLabels($0) },
            podLabels: PackedLabels(podLabels.filter { !PodLabels.isLeftOut($0.key) }), pods: pods,
            startedPods: startedPods, waits: waits)
    }

    /// The same of labels that are packed already, those of its pods by `PodLabels.packed`.
    package init(
        _ reference: WorkloadReference, labels: PackedLabels?, podLabels: PackedLabels, pods: Int?, startedPods: Int,
        waits: [Dependency]
    ) {
        self.reference = reference
        self.labels = labels
        self.podLabels = podLabels
        counts = PodCounts(expected: pods, started: startedPods)
        self.waits = waits
    }

    /// How many pods it is to have; nil where that is not known, as under an autoscaler.
    package var pods: Int? { counts.total }

    /// How many of its pods are past their waits already.
    package var startedPods: Int {
        get { counts.started }
        set { counts.started = newValue }
    }

    /// What is done once has been let through: the one pod of a Job that has started will not wait again for the others.
    var isPastItsWaits: Bool {
        switch reference.kind {
        case .job, .pod: counts.started > 0
        default: false
        }
    }
}

extension WaitQuestion {
    /// The dependencies that can hold a pod for ever: none where it starts all the same once its time is over.
    package var lastingDependencies: [Dependency] {
        guard onTimeout == .proceed else { return dependencies }
        guard timeout == .none else { return [] }
        return dependencies.filter { $0.options.timeout == nil || $0.options.timeout == TimeLimit.none }
    }
}
