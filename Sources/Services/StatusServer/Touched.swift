import Readiness

/// What a batch of events has changed: what has to be judged again, and nothing else.
package struct Touched: Sendable {
    /// An object that a dependency may name.
    package struct Object: Hashable, Sendable {
        /// Its collection.
        let collection: CollectionID
        /// Its name; for an EndpointSlice that of its Service.
        let name: ObjectName
    }

    /// The labels that an object had or has, by which a dependency may choose it.
    package struct Labels: Hashable, Sendable {
        /// The object's collection.
        let collection: CollectionID
        /// Its namespace.
        let namespace: String
        /// All its labels.
        let labels: PackedLabels
    }

    /// The objects that have changed, of collections that take in a whole cluster.
    var objects: Set<Object> = []
    /// The labels that these had before and have now.
    var labels: Set<Labels> = []
    /// The small collections in which something has changed: everything in one concerns whoever waits for it.
    var contents: Set<CollectionID> = []
    /// The nodes of the pods among these that have changed.
    var nodes: Set<String> = []
    /// The gated pods that have changed.
    var pods: Set<ObjectName> = []
    /// The collections that have begun or ceased to be believed, with everything in them.
    var collections: Set<CollectionID> = []

    /// Nothing has changed.
    package init() {}

    /// Whether anything has changed of objects.
    var hasNews: Bool { !objects.isEmpty || !contents.isEmpty || !collections.isEmpty }

    /// Whether anything has changed in a collection that takes in a whole cluster.
    func concerns(_ collection: CollectionID?) -> Bool {
        guard let collection else { return false }
        return collections.contains(collection) || objects.contains { $0.collection == collection }
    }

    /// The same, and these objects of a collection.
    func adding(_ names: [ObjectName], _ collection: CollectionID?) -> Touched {
        guard let collection, !names.isEmpty else { return self }
        var touched = self
        touched.objects.formUnion(names.map { Object(collection: collection, name: $0) })
        return touched
    }
}
