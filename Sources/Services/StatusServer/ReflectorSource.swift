package import KubernetesClient

/// Where the status server's knowledge comes from: it starts a reflector for a collection when somebody
/// waits for what is in it.
package protocol ReflectorSource: Sendable {
    /// Begins to list and watch a collection, and tells `sink` in order until stopped.
    ///
    /// - Parameter read: reads an object of the collection, on any thread.
    func start(
        _ collection: WatchedCollection, read: @escaping ObjectReading<DecodedObject>,
        sink: @escaping Reflector<DecodedObject>.Sink
    ) -> any RunningReflector
}

/// A reflector that lists and watches.
package protocol RunningReflector: Sendable {
    /// How many watches have been begun again so far.
    var watchRestarts: Int { get }
    /// Ends it. The sink may be told once more, of what was under way.
    func stop()
}
