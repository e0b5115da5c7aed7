/// The two kinds of policy.
package enum PolicyKind: String, CaseIterable, Hashable, Sendable {
    /// For pods of every namespace that it selects.
    case cluster = "ClusterWaitPolicy"
    /// For pods of its own namespace.
    case namespaced = "WaitPolicy"
}
