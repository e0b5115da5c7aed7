/// Which wait: its place in the registry, and how often that place has been used, so that an old name never means a new wait.
package struct WaitID: Hashable, Sendable {
    /// The place, from 0.
    let slot: Int32
    /// How many waits had the place before.
    let generation: UInt32
}
