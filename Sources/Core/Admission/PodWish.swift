import Dependencies

/// What the wait annotations of a pod or of a pod template ask for, together with all that speaks against it.
struct PodWish: Sendable {
    /// The annotations as they were read.
    let annotations: PodAnnotations
    /// The volumes that the files among the dependencies need.
    let files: FileMounts
    /// What is wrong, one sentence each.
    let mistakes: [String]

    /// What is fine but may be meant otherwise, one sentence each.
    var warnings: [String] { annotations.warnings.map(\.description) + files.warnings }
}
