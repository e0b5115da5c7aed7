import Dependencies

/// What comes of judging a workload's wait annotations.
struct TemplateFinding: Sendable {
    /// Why the workload is refused; nil where it is not.
    var refusal: String?
    /// What may be written.
    var plan: CopyPlan
    /// What whoever made the change should hear.
    var warnings: [String] = []
    /// How long the pods wait; nil where they wait for nothing.
    var timeout: TimeLimit?
}
