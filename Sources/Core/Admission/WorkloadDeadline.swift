import Dependencies

/// How long a workload allows itself, its pods' waiting included.
enum WorkloadDeadline: Hashable, Sendable {
    /// A Deployment's `progressDeadlineSeconds`: so long may a rollout stand still before it is reported as failed.
    case progress(Int)
    /// A Job's `activeDeadlineSeconds`: after that its pods are ended. The path is where it stands.
    case active(Int, path: String)

    /// What the API server puts in where a manifest says nothing (kubernetes.io/docs/concepts/workloads/controllers/deployment).
    private static let usualProgressSeconds = 600
    /// By which a Deployment says that it has no such deadline.
    private static let noProgressSeconds = Int(Int32.max)

    /// The same deadline of a Job inside another object.
    func inside(_ path: String) -> WorkloadDeadline {
        guard case .active(let seconds, let own) = self else { return self }
        return .active(seconds, path: "\(path).\(own)")
    }

    /// What to say where this is shorter than the time that pods wait; nil where it is not.
    ///
    /// A wait without limit is not held against the progress deadline that every Deployment has unasked.
    func warning(_ timeout: TimeLimit) -> String? {
        switch self {
        case .progress(let seconds):
            switch timeout {
            case .seconds(let limit): guard seconds < limit else { return nil }
            case .none: guard seconds != Self.usualProgressSeconds, seconds < Self.noProgressSeconds else { return nil }
            }
            return "spec.progressDeadlineSeconds \(seconds) is shorter than the timeout of the wait (\(timeout)): a "
                + "rollout may be reported as failed while its pods wait."
        case .active(let seconds, let path):
            if case .seconds(let limit) = timeout, seconds >= limit { return nil }
            return
                "\(path) \(seconds) is shorter than the timeout of the wait (\(timeout)): the Job may be ended while "
                + "its pods wait."
        }
    }
}
