/// All objects of the API server, with one counter of versions as etcd has it. Pure: no clock, no lock, no I/O.
package struct ObjectStorage: Sendable {
    /// Names a collection: versions of a group share one.
    private struct CollectionName: Hashable {
        let group: String
        let plural: String

        init(_ resource: ResourceDefinition) {
            group = resource.group
            plural = resource.plural
        }
    }

    /// The version of the newest change.
    package private(set) var resourceVersion: Int
    private var collections: [CollectionName: ObjectCollection] = [:]
    private let historyLimit: Int
    /// The oldest version that may be watched from.
    private var watchFloor = 0
    /// The oldest version that a list may still be read at (etcd's compaction).
    private var listFloor = 0

    /// An empty storage at a version, whose collections remember so many changes each.
    package init(resourceVersion: Int = 1, historyLimit: Int = 4096) {
        self.resourceVersion = resourceVersion
        self.historyLimit = historyLimit
    }

    // MARK: Reading

    /// The object with that key, or nil.
    package func object(_ resource: ResourceDefinition, _ key: ObjectKey) -> StoredObject? {
        collections[CollectionName(resource)]?.object(key)
    }

    /// The number of objects of a resource.
    package func count(_ resource: ResourceDefinition) -> Int {
        collections[CollectionName(resource)]?.count ?? 0
    }

    /// One page of a list. Throws 410 for a token or version that is too old, 504 for a version that is yet to come.
    package mutating func list(
        _ resource: ResourceDefinition, _ options: ListOptions = ListOptions()
    ) throws(APIStatus) -> ListPage {
        let version = try listVersion(resource, options)
        let sorted = collections[CollectionName(resource)]?.sorted(at: version) ?? []
        let prefix = options.query.namespace.isEmpty ? "" : "/\(options.query.namespace)/"
        // A namespace's objects stand together: "0" is what comes after "/".
        let end = prefix.isEmpty ? sorted.count : Self.firstIndex(in: sorted, after: prefix.dropLast() + "0")
        let start = Self.firstIndex(in: sorted, after: prefix + (options.token?.after ?? ""))
        let all = sorted[start..<max(start, end)]
        let matches = options.query.hasSelectors ? options.query.matches : { _ in true }
        guard let limit = options.limit, limit > 0 else {
            return ListPage(objects: all.filter(matches), resourceVersion: version, token: nil, remaining: nil)
        }
        var selected: [StoredObject] = []
        var index = all.startIndex
        while index < all.endIndex, selected.count < limit {
            if matches(all[index]) { selected.append(all[index]) }
            index += 1
        }
        guard all[index...].contains(where: matches), let last = selected.last else {
            return ListPage(objects: selected, resourceVersion: version, token: nil, remaining: nil)
        }
        return ListPage(
            objects: selected, resourceVersion: version,
            token: ContinueToken(
                resourceVersion: version, after: String(last.key.path.dropFirst(prefix.count))),
            remaining: options.query.hasSelectors ? nil : all.endIndex - index)
    }

    /// The first object whose key comes after `path`.
    private static func firstIndex(in objects: [StoredObject], after path: String) -> Int {
        let path = Array(path.utf8)
        var (low, high) = (0, objects.count)
        while low < high {
            let middle = (low + high) / 2
            if path.lexicographicallyPrecedes(objects[middle].key.path.utf8) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The changes after a version, oldest first. Throws 410 where some of them are forgotten.
    package func changes(
        _ resource: ResourceDefinition, after version: Int
    ) throws(APIStatus) -> ArraySlice<StoredEvent> {
        let collection = collections[CollectionName(resource)]
        let floor = max(watchFloor, collection?.historyFloor ?? 0)
        guard version >= floor else { throw .tooOld(version, oldest: floor) }
        return collection?.changes(after: version) ?? []
    }

    private func listVersion(_ resource: ResourceDefinition, _ options: ListOptions) throws(APIStatus) -> Int {
        let floor = max(listFloor, collections[CollectionName(resource)]?.historyFloor ?? 0)
        if let token = options.token {
            guard token.resourceVersion >= 0 else { return resourceVersion }
            guard token.resourceVersion >= floor else { throw Self.expired(token) }
            return min(token.resourceVersion, resourceVersion)
        }
        guard let wanted = options.resourceVersion, wanted > 0 else { return resourceVersion }
        guard wanted <= resourceVersion else {
            throw APIStatus(
                504, "Timeout", "Timeout: Too large resource version: \(wanted), current: \(resourceVersion)",
                details: [
                    "causes": [["reason": "ResourceVersionTooLarge", "message": "Too large resource version"]],
                    "retryAfterSeconds": 1,
                ], retryAfter: 1)
        }
        guard options.isExact else { return resourceVersion }
        guard wanted >= floor else {
            throw APIStatus(410, "Expired", "The resourceVersion for the provided list is too old.")
        }
        return wanted
    }

    private static func expired(_ token: ContinueToken) -> APIStatus {
        let message =
            "The provided continue parameter is too old to display a consistent list result. You can start a new list "
            + "without the continue parameter, or use the continue token in this response to retrieve the remainder of "
            + "the results. Continuing with the provided token results in an inconsistent list - objects that were "
            + "created, modified, or deleted between the time the first chunk was returned and now may show up in the "
            + "list."
        let token = ContinueToken(resourceVersion: -1, after: token.after)
        return APIStatus(410, "Expired", message, metadata: ["continue": .string(token.text)])
    }

    // MARK: Writing

    /// Stores an object whose metadata is complete, new or in place of the former one; returns the change.
    package mutating func put(_ value: JSONValue, of resource: ResourceDefinition) -> StoredEvent {
        resourceVersion += 1
        let object = StoredObject(value, of: resource, resourceVersion: resourceVersion)
        return withCollection(resource) { $0.put(object, of: resource) }
    }

    /// Removes an object; nil when it is not there. `last` is the state that watches are told, the stored one unless given.
    package mutating func remove(
        _ key: ObjectKey, of resource: ResourceDefinition, last: JSONValue? = nil
    ) -> StoredEvent? {
        guard let object = object(resource, key) else { return nil }
        resourceVersion += 1
        let state = StoredObject(last ?? object.value, of: resource, resourceVersion: resourceVersion)
        return withCollection(resource) { $0.remove(state, of: resource) }
    }

    /// Puts an object in as it is, its own version kept: for tests that start from a recorded list.
    package mutating func load(_ value: JSONValue, of resource: ResourceDefinition) {
        let version = value.at("metadata", "resourceVersion")?.string.flatMap { Int($0) } ?? resourceVersion
        let object = StoredObject(value, of: resource, resourceVersion: version)
        _ = withCollection(resource) { $0.put(object, of: resource) }
    }

    /// Stores so many objects at once, of numbers from 0 and versions of their own. Earlier versions of the collection cannot
    /// be watched or listed any more.
    mutating func add(
        _ count: Int, of resource: ResourceDefinition, _ object: (_ number: Int, _ version: Int) -> StoredObject
    ) {
        let first = resourceVersion + 1
        resourceVersion += count
        let last = resourceVersion
        withCollection(resource) { collection in
            for number in 0..<count { collection.add(object(number, first + number)) }
            collection.forgetHistory(before: last)
        }
    }

    /// Moves the counter of versions forward, as writes to other collections would.
    package mutating func advance(to version: Int) {
        resourceVersion = max(resourceVersion, version)
    }

    // MARK: Forgetting

    /// Makes versions below `version` too old for watches.
    package mutating func forgetHistory(before version: Int) {
        watchFloor = max(watchFloor, version)
    }

    /// Makes every continue token given out so far expire, as etcd's compaction does.
    package mutating func expireContinueTokens() {
        resourceVersion += 1
        listFloor = resourceVersion
    }

    private mutating func withCollection<Result>(
        _ resource: ResourceDefinition, _ body: (inout ObjectCollection) -> Result
    ) -> Result {
        let name = CollectionName(resource)
        return body(&collections[name, default: ObjectCollection(historyLimit: historyLimit, floor: 0)])
    }
}
