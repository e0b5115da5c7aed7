/// The five states of a dependency, as the stream spells them.
package enum DependencyState: String, CaseIterable, Hashable, Sendable {
    /// The dependency is there: nothing has to be waited for.
    case ready
    /// Not yet.
    case waiting
    /// It will not get there by itself; somebody has to look.
    case stalled
    /// It has failed for good.
    case failed
    /// The server cannot tell. Never a reason to go on.
    case unknown

    /// The state that `word` spells; one that this release does not know is `unknown`, so it never lets a pod pass.
    package init(word: String) {
        self = DependencyState(rawValue: word) ?? .unknown
    }
}
