import Dependencies
import Readiness

/// What a dependency is judged by at present.
enum Basis: Sendable {
    /// The objects of these collections, by its rule.
    case sources(SourceIDs)
    /// Nothing: its rule cannot be applied, and why. `retries`: whether that can change without an event.
    case none(Verdict, retries: Bool)

    /// After how many seconds it is seen whether what stood in the way is gone.
    static let retryDelay = 5

    /// The collections that decide it.
    var collections: [CollectionID] {
        if case .sources(let sources) = self { sources.all } else { [] }
    }
}
