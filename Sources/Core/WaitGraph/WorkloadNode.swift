package import Dependencies
package import Readiness

/// One workload, as far as it decides what waits for what.
package struct WorkloadNode: Hashable, Sendable {
    /// Which one it is.
    package let reference: WorkloadReference
    /// Its own labels, by which Jobs, Deployments and StatefulSets are chosen; nil where they are not known.
    package var labels: PackedLabels?
    /// The labels of its pods, by which Services and selectors of pods choose them.
    package var podLabels: PackedLabels
    private var expected: Int32
    private var started: Int32
    /// What each of its pods waits for without end: waits that give up and let the pod start hold nothing up for ever.
    package var waits: [Dependency]

    /// A workload whose pods have these labels and wait for these things.
    package init(
        _ reference: WorkloadReference, labels: [String: String]? = [:], podLabels: [String: String] = [:],
        pods: Int? = 1, startedPods: Int = 0, waits: [Dependency] = []
    ) {
        self.init(
            reference, labels: labels.map { PackedLabels($0) }, podLabels: PackedLabels(podLabels), pods: pods,
            startedPods: startedPods, waits: waits)
    }

    /// The same of labels that are packed already.
    package init(
        _ reference: WorkloadReference, labels: PackedLabels?, podLabels: PackedLabels, pods: Int?, startedPods: Int,
        waits: [Dependency]
    ) {
        self.reference = reference
        self.labels = labels
        self.podLabels = podLabels
        expected = pods.map { Int32(clamping: max($0, 0)) } ?? -1
        started = Int32(clamping: max(startedPods, 0))
        self.waits = waits
    }

    /// How many pods it is to have; nil where that is not known, as under an autoscaler.
    package var pods: Int? { expected < 0 ? nil : Int(expected) }

    /// How many of its pods are past their waits already.
    package var startedPods: Int {
        get { Int(started) }
        set { started = Int32(clamping: max(newValue, 0)) }
    }

    /// What is done once has been let through: the one pod of a Job that has started will not wait again for the others.
    var isPastItsWaits: Bool {
        switch reference.kind {
        case .job, .pod: started > 0
        default: false
        }
    }

    /// Of how many pods a sum may count on; `wanted` where nobody knows, since a circle is named only where it is sure.
    func expectedPods(wanted: Int) -> Int { max(pods ?? wanted, startedPods, 0) }
}

extension WaitQuestion {
    /// The dependencies that can hold a pod for ever: none where it starts all the same once its time is over.
    package var lastingDependencies: [Dependency] {
        guard onTimeout == .proceed else { return dependencies }
        guard timeout == .none else { return [] }
        return dependencies.filter { $0.options.timeout == nil || $0.options.timeout == TimeLimit.none }
    }
}
