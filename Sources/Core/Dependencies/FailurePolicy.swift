/// What a wait does when a dependency has failed for good: `on-failure`.
package enum FailurePolicy: String, CaseIterable, Hashable, Sendable {
    /// It ends, and the container fails.
    case fail
    /// It goes on waiting, in case the object is replaced.
    case wait
}
