/// Why the Job controller lets a Job fail: the reasons that `batch/v1` knows.
///
/// Only these are told. A condition's reason is text that anyone who may write the Job's status can choose, and messages
/// hold no such text.
package enum JobFailureReason: String, CaseIterable, Hashable, Sendable {
    /// Its pods failed more often than backoffLimit allows.
    case backoffLimitExceeded = "BackoffLimitExceeded"
    /// It took longer than activeDeadlineSeconds.
    case deadlineExceeded = "DeadlineExceeded"
    /// A rule of its podFailurePolicy asked for it.
    case podFailurePolicy = "PodFailurePolicy"
    /// Indexes of it failed.
    case failedIndexes = "FailedIndexes"
    /// More indexes of it failed than maxFailedIndexes allows.
    case maxFailedIndexesExceeded = "MaxFailedIndexesExceeded"
}
