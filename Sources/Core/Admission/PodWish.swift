import Dependencies
import Policies

/// What the wait annotations of a pod or of a pod template ask for, and the policies for it, together with all that speaks
/// against that.
struct PodWish: Sendable {
    /// The annotations as they were read.
    let annotations: PodAnnotations
    /// What they and the policies make together.
    let merge: PolicyMerge
    /// The volumes that the files among the dependencies need.
    let files: FileMounts
    /// What is wrong, one sentence each.
    let mistakes: [String]

    /// The policy by which the pod waits though its own annotations ask for nothing; nil where they do.
    var policyAlone: PolicyName? { annotations.question == nil ? merge.applied.first : nil }

    /// What is fine but may be meant otherwise, one sentence each.
    var warnings: [String] { annotations.warnings.map(\.description) + merge.warnings + files.warnings }
}
