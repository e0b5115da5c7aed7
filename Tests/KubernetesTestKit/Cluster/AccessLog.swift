/// Counts requests, and remembers what was asked of authorization. Not thread-safe by itself: `Cluster` locks it.
package struct AccessLog: Sendable {
    /// What requests are counted by.
    package struct Entry: Hashable, Sendable {
        /// The verb; of a path the HTTP method in lower case.
        package let verb: String
        /// The API group.
        package let group: String
        /// The plural name and, after a slash, the subresource; of a path the path.
        package let resource: String
    }

    /// The number of different requests of each sort remembered at most, so that names do not pile up without bound.
    private static let limit = 10_000

    /// How many requests there were of each kind.
    package private(set) var counts: [Entry: Int] = [:]
    /// What was authorized.
    package private(set) var used: Set<RequestAttributes> = []
    /// The rules by which that was, every one that would have done, for comparison with what is granted.
    package private(set) var grants: Set<AccessGrant> = []
    /// What was refused.
    package private(set) var refused: Set<RequestAttributes> = []

    /// A log with nothing in it.
    package init() {}

    /// Counts a request.
    mutating func count(_ request: RequestAttributes) {
        let entry = Entry(
            verb: request.verb, group: request.group,
            resource: request.isResourceRequest ? request.fullResource : request.path)
        counts[entry, default: 0] += 1
    }

    /// Remembers a request that was allowed, and by which rules; by none where the user may do anything.
    mutating func allow(_ request: RequestAttributes, by rules: [AccessGrant]) {
        if used.count < Self.limit { used.insert(request) }
        if grants.count < Self.limit { grants.formUnion(rules) }
    }

    /// Remembers a request that was refused.
    mutating func refuse(_ request: RequestAttributes) {
        if refused.count < Self.limit { refused.insert(request) }
    }

    /// The number of requests of a verb to a resource, `*` for any; `resource` is plural, with the subresource after a slash.
    package func count(_ verb: String = "*", _ resource: String = "*") -> Int {
        counts.reduce(0) { sum, each in
            let isMeant =
                (verb == "*" || verb == each.key.verb) && (resource == "*" || resource == each.key.resource)
            return isMeant ? sum + each.value : sum
        }
    }
}
