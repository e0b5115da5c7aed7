/// How a wait for a descriptor ended.
package enum Readiness: Hashable, Sendable {
    /// It may be ready: try, until the call says that it would block.
    case ready
    /// The deadline has passed.
    case timedOut
    /// The registration was cancelled, and will not wait any more.
    case cancelled
}
