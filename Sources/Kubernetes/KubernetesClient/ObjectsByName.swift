/// What is kept of the objects of a small collection without namespaces, by name, and how a full list replaces it.
package struct ObjectsByName<Value: Sendable>: Sendable {
    private var values: [String: Value] = [:]
    /// What the full list that is being received has mentioned so far; nil while none is.
    private var mentioned: Set<String>?

    /// Whether a full list has ever been completed: before that, a missing object proves nothing.
    package private(set) var isSynced = false

    /// Nothing is known.
    package init() {}

    /// How many objects something is kept of.
    package var count: Int { values.count }

    /// All of them.
    package var all: [(name: String, value: Value)] { values.map { ($0.key, $0.value) } }

    /// What is kept of the object of that name.
    package subscript(name: String) -> Value? { values[name] }

    /// Keeps the newest of an object that is there; nil for one of which there is nothing to keep.
    package mutating func apply(_ value: Value?, name: String) {
        values[name] = value
        if value != nil { mentioned?.insert(name) }
    }

    /// Forgets an object that is gone.
    package mutating func remove(name: String) {
        values[name] = nil
    }

    /// A full list begins; one that was begun and not ended no longer counts.
    package mutating func beginList() {
        mentioned = []
    }

    /// The list is complete: forgets what it did not mention.
    package mutating func endList() {
        isSynced = true
        guard let mentioned else { return }
        values = values.filter { mentioned.contains($0.key) }
        self.mentioned = nil
    }
}
