/// A Job that a wait has seen complete.
///
/// The UID says which Job it was, as the state belongs to that and not to the name. The name says which dependency is done
/// by it: a Job that its TTL has removed is in nobody's cache, so its UID by itself could not be told from that of another
/// dependency's Job. Its text is `shop/migrate/9a68f0c2-…`, unambiguous since neither name can hold a slash; it is what a
/// client carries from one connection to the next.
package struct CompletedJob: Hashable, Sendable, LosslessStringConvertible {
    /// The Job's namespace.
    package let namespace: String
    /// The Job's name.
    package let name: String
    /// The Job's UID.
    package let uid: String

    /// The mark of a Job with this UID.
    package init(namespace: String, name: String, uid: String) {
        self.namespace = namespace
        self.name = name
        self.uid = uid
    }

    /// Reads the text; nil unless it has three parts, none of them empty.
    package init?(_ description: String) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts.contains("") else { return nil }
        self.init(namespace: String(parts[0]), name: String(parts[1]), uid: String(parts[2]))
    }

    /// `NAMESPACE/NAME/UID`.
    package var description: String { "\(namespace)/\(name)/\(uid)" }
}
