/// What a wait does when its time is over: `on-timeout`.
package enum TimeoutPolicy: String, CaseIterable, Hashable, Sendable {
    /// The container fails.
    case fail
    /// The pod starts without what it waited for.
    case proceed
}
