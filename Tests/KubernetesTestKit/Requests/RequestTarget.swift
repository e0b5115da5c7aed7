/// What the path of a request names.
package enum RequestTarget: Hashable, Sendable {
    /// A path that is no resource: discovery, health, version.
    case path([String])
    /// A resource, or a path that looks like one and that nothing serves.
    case resource(ResourcePath)

    /// The target of a path, as apimachinery's RequestInfoFactory reads it.
    package init(path: String) {
        let parts = path.split(separator: "/").map { QueryParameters.decode($0.replacing("+", with: "%2B")) }
        switch parts.first {
        case "api" where parts.count > 2:
            self = .resource(ResourcePath(group: "", version: parts[1], parts[2...]))
        case "apis" where parts.count > 3:
            self = .resource(ResourcePath(group: parts[1], version: parts[2], parts[3...]))
        default:
            self = .path(parts)
        }
    }
}
