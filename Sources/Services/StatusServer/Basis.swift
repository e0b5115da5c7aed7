import Dependencies
import Readiness

/// What a dependency is judged by at present.
enum Basis: Sendable {
    /// The objects of these collections, by its rule.
    case sources(SourceIDs)
    /// The Namespace that it is in: that does not let the pod ask, as far as is known. Nothing else is looked at.
    case gate(SourceIDs, Gate)
    /// Nothing: its rule cannot be applied, and why. `retries`: whether that can change without an event.
    case none(Verdict, retries: Bool)

    /// After how many seconds it is seen whether what stood in the way is gone.
    static let retryDelay = 5

    /// The collections that decide it.
    var collections: [CollectionID] { sources?.all ?? [] }

    /// The same by their parts; nil for none.
    var sources: SourceIDs? {
        switch self {
        case .sources(let sources), .gate(let sources, _): sources
        case .none: nil
        }
    }
}
