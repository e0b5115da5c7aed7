/// Where among a pod's init containers the waiting one stands: `position`.
package enum ContainerPosition: String, CaseIterable, Hashable, Sendable {
    /// Before all others, so that they wait too.
    case first
    /// After all others.
    case last
}
