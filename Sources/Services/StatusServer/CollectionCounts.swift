import Locking

/// What is counted of the collections, added up by their labels: there is one for each type of object, so there are never
/// many. Safe from any thread.
final class CollectionCounts: Sendable {
    private struct State {
        var running: [WatchedCollection: any RunningReflector] = [:]
        var cached: [WatchedCollection: Int] = [:]
        var pastRestarts: [String: Int] = [:]
        /// Every label that there has ever been: a counter that has been seen does not go away.
        var labels: Set<String> = []
    }

    private let state = Locked(State())

    /// A collection is watched from now on.
    func begin(_ collection: WatchedCollection, _ reflector: any RunningReflector) {
        state.withLock { state in
            state.running[collection] = reflector
            state.labels.insert(collection.label)
        }
    }

    /// So many objects of a collection are kept now.
    func setCached(_ collection: WatchedCollection, _ count: Int) {
        state.withLock { $0.cached[collection] = count }
    }

    /// A collection is no longer watched. What its reflector counted stays, what was kept does not.
    func end(_ collection: WatchedCollection) {
        state.withLock { state in
            state.cached[collection] = nil
            guard let reflector = state.running.removeValue(forKey: collection) else { return }
            state.pastRestarts[collection.label, default: 0] += reflector.watchRestarts
        }
    }

    /// How many objects are kept, by label.
    var cached: [(label: String, count: Int)] {
        state.withLock { Self.sum($0.labels, $0.cached.map { ($0.key.label, $0.value) }) }
    }

    /// How many watches have been begun again, by label.
    var restarts: [(label: String, count: Int)] {
        state.withLock { state in
            Self.sum(
                state.labels,
                state.pastRestarts.map { ($0.key, $0.value) }
                    + state.running.map { ($0.key.label, $0.value.watchRestarts) })
        }
    }

    private static func sum(_ labels: Set<String>, _ parts: [(String, Int)]) -> [(label: String, count: Int)] {
        let sums = Dictionary(parts, uniquingKeysWith: +)
        return labels.sorted().map { ($0, sums[$0] ?? 0) }
    }
}
