/// When a deployment tool brings an object: it goes on to the next stage only once this one's objects are as it wants them.
struct Stage: Hashable, Sendable, Comparable {
    /// The phase: 0 before the release's own objects, 1 with them, 2 after them.
    let phase: Int
    /// The wave, or the weight of a hook.
    let wave: Int
    /// What comes one by one in the order of names even within a wave: a Helm hook's name.
    let name: String
    /// How messages call it: `a post-install hook`, `sync wave 2`.
    let title: String

    /// By phase, wave and name.
    static func < (one: Stage, other: Stage) -> Bool {
        (one.phase, one.wave, one.name) < (other.phase, other.wave, other.name)
    }
}
