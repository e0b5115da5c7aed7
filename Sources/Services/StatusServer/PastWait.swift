import Readiness

/// What a wait leaves to the one that takes its place.
struct PastWait {
    /// Its name.
    let id: WaitID
    /// When it began.
    let began: Timestamp
    /// The Jobs that were seen complete for it, by the dependency's place in the question.
    private let seenJobs: [Set<CompletedJob>]

    /// The Jobs are given in the order of the question's dependencies.
    init(id: WaitID, began: Timestamp, seenJobs: [Set<CompletedJob>]) {
        self.id = id
        self.began = began
        self.seenJobs = seenJobs
    }

    /// The Jobs seen complete for the dependency at a place of the question.
    func seenJobs(at index: Int) -> Set<CompletedJob> {
        seenJobs.indices.contains(index) ? seenJobs[index] : []
    }
}
