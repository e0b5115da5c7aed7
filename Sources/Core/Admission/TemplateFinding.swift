import Dependencies

/// What comes of judging a workload's wait annotations.
struct TemplateFinding: Sendable {
    /// Why the workload is refused; nil where it is not.
    var refusal: String?
    /// What may be written.
    var plan: CopyPlan
    /// What whoever made the change should hear.
    var warnings: [String] = []
    /// The annotations that the pods are to have, as they were read.
    var annotations: PodAnnotations
    /// How long the pods wait; nil where they wait for nothing.
    var timeout: TimeLimit?
}
