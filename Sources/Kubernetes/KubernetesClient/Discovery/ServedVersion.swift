/// One version of an API group, as discovery tells of it.
struct ServedVersion: Hashable, Sendable {
    /// The group; empty for the core group.
    let group: String
    /// The version, `v1`.
    let version: String
    /// What is served in it.
    var resources: [ServedResource]
    /// Why `resources` may not be all, or not the newest; nil when they are.
    var failure: String?

    /// A version whose resources are all known.
    init(group: String, version: String, resources: [ServedResource] = [], failure: String? = nil) {
        self.group = group
        self.version = version
        self.resources = resources
        self.failure = failure
    }

    /// `batch/v1`, or `v1` for the core group.
    var groupVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
}
