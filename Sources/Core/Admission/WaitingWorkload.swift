import Dependencies
import Policies
import WaitGraph

/// A workload as it is after the review, if its pods wait for something that can hold them for ever.
struct WaitingWorkload: Sendable {
    /// It in a graph.
    let node: WorkloadNode
    /// The policies by which its pods wait.
    let policies: [Policy]
    /// What was there before the change under review, of a workload that is changed; nil where it is new.
    let before: WorkloadNode?

    /// Nil where nothing of `waits` remains: such pods start sooner or later.
    init?(_ node: WorkloadNode, policies: [Policy], before: WorkloadNode? = nil) {
        guard !node.waits.isEmpty else { return nil }
        self.node = node
        self.policies = policies.filter { $0.mode == .enforce }
        self.before = before
    }

    /// The change under review may be to blame: it adds a wait, or gives the pods other labels. Whatever was so before stands
    /// in the way of no change.
    var isNews: Bool {
        guard let before else { return true }
        return before.podLabels != node.podLabels || !node.waits.allSatisfy(before.waits.contains)
    }

    /// The policy that makes the pods wait for what is called so, if it is one that does.
    func policy(askingFor need: String) -> PolicyName? {
        policies.first { policy in
            policy.dependencies(in: node.reference.namespace).contains { $0.displayName == need }
        }?.name
    }
}
