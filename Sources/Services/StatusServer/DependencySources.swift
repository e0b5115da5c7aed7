package import Dependencies

/// The collections that a dependency is judged by.
package struct DependencySources: Hashable, Sendable {
    /// The one that holds what the dependency names; nil where that is no object.
    package var objects: WatchedCollection?
    /// The EndpointSlices of the Services in it.
    package var slices: WatchedCollection?
    /// The pods behind it, where they count themselves.
    package var pods: WatchedCollection?

    /// All of them.
    var all: [WatchedCollection] { [objects, slices, pods].compactMap { $0 } }

    /// The collections for a dependency; nil for one that this server does not judge.
    package init?(of dependency: Dependency) {
        switch dependency.kind {
        case .service:
            objects = .services
            slices = .endpointSlices
        case .job:
            objects = .jobs
        default:
            return nil
        }
    }
}

/// The places of these collections in the cache.
struct SourceIDs: Hashable, Sendable {
    /// As `DependencySources` has them.
    var objects: CollectionID?
    var slices: CollectionID?
    var pods: CollectionID?

    /// All of them.
    var all: [CollectionID] { [objects, slices, pods].compactMap { $0 } }

    /// Finds each of them; nil if one is not there.
    init?(_ sources: DependencySources, in cache: ObjectCache) {
        objects = sources.objects.flatMap(cache.find)
        slices = sources.slices.flatMap(cache.find)
        pods = sources.pods.flatMap(cache.find)
        guard all.count == sources.all.count else { return nil }
    }

    /// Makes a place for each that has none.
    init(_ sources: DependencySources, for cache: inout ObjectCache) {
        objects = sources.objects.map { cache.id(for: $0) }
        slices = sources.slices.map { cache.id(for: $0) }
        pods = sources.pods.map { cache.id(for: $0) }
    }
}
