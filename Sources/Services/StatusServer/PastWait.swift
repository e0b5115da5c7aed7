import Readiness

/// What a wait leaves to the one that takes its place.
struct PastWait {
    /// Its name.
    let id: WaitID
    /// When it began.
    let began: Timestamp
    /// The Jobs that it has seen complete, by the dependency's place in the question.
    private let completedJobs: [Set<CompletedJob>]

    /// The Jobs are given in the order of the question's dependencies.
    init(id: WaitID, began: Timestamp, completedJobs: [Set<CompletedJob>]) {
        self.id = id
        self.began = began
        self.completedJobs = completedJobs
    }

    /// The Jobs seen complete for the dependency at a place of the question.
    func completedJobs(at index: Int) -> Set<CompletedJob> {
        completedJobs.indices.contains(index) ? completedJobs[index] : []
    }
}
