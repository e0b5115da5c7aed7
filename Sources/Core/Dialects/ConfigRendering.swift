/// One file that kubernetes-entrypoint writes before it runs its command (`DEPENDENCY_CONFIG`).
package struct ConfigRendering: Hashable, Sendable {
    /// The template: `/configmaps/nova.conf/nova.conf`.
    package let source: String
    /// Where to write it, its directory made if need be: `/etc/nova/nova.conf`.
    package let target: String

    /// The rendering to an absolute path that ends with a file's name; nil for any other path. `templates` is where the
    /// ConfigMaps are mounted.
    package init?(target: String, templates: String = "/configmaps") {
        guard target.hasPrefix("/"), !target.utf8.contains(0),
            let name = target.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last,
            !name.isEmpty
        else { return nil }
        let file = String(Substring(name))
        guard file != ".", file != ".." else { return nil }
        self.target = target
        source = "\(templates)/\(file)/\(file)"
    }
}
