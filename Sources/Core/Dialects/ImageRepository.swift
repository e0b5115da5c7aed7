/// What an image's reference names, whatever tag or digest it picks: `docker.io/library/nginx`, `ghcr.io/example/k8s-wait`.
///
/// Follows the normal form of github.com/distribution/reference: a first component without dot, colon or `localhost` is
/// not a registry, and Docker Hub is meant where none is written.
package struct ImageRepository: Hashable, Sendable, CustomStringConvertible {
    /// Registry and path.
    package let description: String

    /// The repository of a reference; a text that is none gives something that equals no other.
    package init(of reference: String) {
        var name = Substring(reference).utf8
        if let digest = name.firstIndex(of: UInt8(ascii: "@")) { name = name[..<digest] }
        let path = name.lastIndex(of: UInt8(ascii: "/")).map { name.index(after: $0) } ?? name.startIndex
        if let tag = name[path...].firstIndex(of: UInt8(ascii: ":")) { name = name[..<tag] }
        let text = String(Substring(name))
        let first = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard first.count == 2, Self.isRegistry(first[0]) else {
            description = "docker.io/" + (first.count == 2 ? text : "library/\(text)")
            return
        }
        switch first[0].lowercased() {
        case "docker.io", "index.docker.io":
            description = "docker.io/" + (first[1].contains("/") ? String(first[1]) : "library/\(first[1])")
        case let registry:
            description = "\(registry)/\(first[1])"
        }
    }

    private static func isRegistry(_ component: Substring) -> Bool {
        component == "localhost" || component.utf8.contains(UInt8(ascii: "."))
            || component.utf8.contains(UInt8(ascii: ":")) || component.contains { $0.isUppercase }
    }
}
