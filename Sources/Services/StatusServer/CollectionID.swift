/// A collection's place in the cache, as long as anything is kept of it.
package struct CollectionID: Hashable, Sendable {
    /// The place, from 0.
    let slot: Int32

    /// The pods that may ask: in the cache from the start, for good.
    static let gatedPods = CollectionID(slot: 0)
}
