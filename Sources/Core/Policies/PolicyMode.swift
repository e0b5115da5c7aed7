/// What a policy does to the pods that it selects.
package enum PolicyMode: String, CaseIterable, Hashable, Sendable {
    /// They wait for what it lists.
    case enforce = "Enforce"
    /// Nothing is done to them; it is only said what would be.
    case audit = "Audit"
}
