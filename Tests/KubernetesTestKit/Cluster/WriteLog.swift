/// When changes were stored and when they were first written into a watch stream: what release latency is measured from.
///
/// Keeps the newest changes only. Not thread-safe by itself: its owner locks it.
package struct WriteLog: Sendable {
    /// One change.
    package struct Entry: Hashable, Sendable {
        /// The version of the change.
        package let resourceVersion: Int
        /// The plural name of the resource.
        package let resource: String
        /// `namespace/name`, or the name.
        package let object: String
        /// When it was stored: monotonic nanoseconds (CLOCK_MONOTONIC).
        package let stored: Int64
        /// When it was first written to a watch; nil as long as nobody was told.
        package internal(set) var written: Int64?
    }

    private static let limit = 16_384

    private var entries: [Entry] = []

    /// A log with nothing in it.
    package init() {}

    /// Notes a change that has just been stored.
    mutating func store(_ event: StoredEvent, at time: Int64) {
        let key = event.object.key
        entries.append(
            Entry(
                resourceVersion: event.object.resourceVersion, resource: event.resource.plural,
                object: key.namespace.isEmpty ? key.name : "\(key.namespace)/\(key.name)", stored: time))
        if entries.count > Self.limit * 2 { entries.removeFirst(entries.count - Self.limit) }
    }

    /// Notes that changes are being written to a watch.
    mutating func write(_ versions: [Int], at time: Int64) {
        for version in versions {
            guard let index = index(of: version), entries[index].written == nil else { continue }
            entries[index].written = time
        }
    }

    /// The changes after a version, oldest first.
    package func entries(after version: Int) -> [Entry] {
        Array(entries[lowerBound(version + 1)...])
    }

    private func index(of version: Int) -> Int? {
        let index = lowerBound(version)
        return index < entries.count && entries[index].resourceVersion == version ? index : nil
    }

    /// The first entry that is not older than `version`; entries are in the order of versions.
    private func lowerBound(_ version: Int) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].resourceVersion < version { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
