import Dependencies
import Policies
import Readiness
import WaitGraph

/// What the policies in force will have the pods wait for that a workload is yet to make.
struct PolicyWaits {
    private let policies: PoliciesInForce
    private let defaults: PodDefaults

    /// The waits of those policies, for pods and server that say nothing else.
    init(_ policies: PoliciesInForce, _ defaults: PodDefaults) {
        self.policies = policies
        self.defaults = defaults
    }

    /// What each pod of a workload will wait for without end.
    func waits(of workload: WorkloadNode) -> [Dependency] {
        guard !policies.set.isEmpty else { return [] }
        let reference = workload.reference
        let owner = PodTraits.Owner(kind: reference.kind.rawValue, name: reference.name)
        let traits = PodTraits(
            namespace: reference.namespace, labels: workload.podLabels.all,
            controller: reference.kind == .pod ? nil : owner)
        let matches = policies.matches(traits)
        guard !matches.policies.isEmpty else { return [] }
        let own = PodAnnotations(
            [], namespace: reference.namespace, restartPolicy: nil, defaults: defaults)
        let merged = PolicyMerge(
            own, matches.policies, namespace: reference.namespace, restartPolicy: nil, defaults: defaults)
        return merged.question?.lastingDependencies ?? []
    }
}
