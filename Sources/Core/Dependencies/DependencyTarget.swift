/// What of its kind a dependency waits for.
package enum DependencyTarget: Hashable, Sendable, CustomStringConvertible {
    /// The object of that name; for a container, the container.
    case name(String)
    /// Every object whose labels match.
    case selector(LabelSelector)
    /// A port of a host: a name, an IPv4 address, or an IPv6 address without its brackets.
    case address(host: String, port: Int)
    /// A URL whose scheme is http or https.
    case url(String)
    /// A host name.
    case host(String)
    /// The absolute path of a file.
    case path(String)

    /// The target as an item names it, not quoted: the name, the selector in parentheses, `[::1]:5432`, …
    package var description: String {
        switch self {
        case .name(let name): name
        case .selector(let selector): "(\(selector))"
        case .address(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .url(let text), .host(let text), .path(let text): text
        }
    }
}
