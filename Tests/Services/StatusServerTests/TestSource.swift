import KubernetesClient
import Locking
import StatusServer

/// Reflectors that tell what a test tells them to.
final class TestSource: ReflectorSource {
    private struct State {
        var sinks: [WatchedCollection: Reflector<DecodedObject>.Sink] = [:]
        var starts: [WatchedCollection] = []
        var stops: [WatchedCollection] = []
    }

    private let state = Locked(State())

    /// Every start so far, in order.
    var starts: [WatchedCollection] { state.withLock { $0.starts } }
    /// Every stop so far, in order.
    var stops: [WatchedCollection] { state.withLock { $0.stops } }

    func start(
        _ kind: WatchedCollection, read: @escaping ObjectReading<DecodedObject>,
        sink: @escaping Reflector<DecodedObject>.Sink
    ) -> any RunningReflector {
        state.withLock { state in
            state.sinks[kind] = sink
            state.starts.append(kind)
        }
        return Running(kind: kind, source: self)
    }

    /// Tells the newest reflector's sink of a kind, and returns once it has been taken in.
    func tell(_ kind: WatchedCollection, _ events: TextEvent...) async {
        await tell(kind, events)
    }

    private func tell(_ kind: WatchedCollection, _ events: [TextEvent]) async {
        guard let sink = state.withLock({ $0.sinks[kind] }) else { return }
        await sink(events.compactMap { $0.decoded(of: kind) })
    }

    /// Lists these objects of a kind, completely.
    func list(_ kind: WatchedCollection, _ objects: [UInt8]...) async {
        await tell(kind, [.listing] + objects.map { .applied($0[...]) } + [.listed, .current])
    }

    private struct Running: RunningReflector {
        let kind: WatchedCollection
        let source: TestSource
        var watchRestarts: Int { 3 }

        func stop() {
            source.state.withLock { $0.stops.append(kind) }
        }
    }
}
