package import Dependencies

/// A Job that a wait has seen complete.
///
/// The UID says which Job it was, as the state belongs to that and not to the name. The name says which dependency is done
/// by it: a Job that its TTL has removed is in nobody's cache, so its UID by itself could not be told from that of another
/// dependency's Job. For a dependency on Jobs by their labels the name is its selector in parentheses, since the labels of
/// a Job that is gone are not known any more. Its text is `shop/migrate/9a68f0c2-…`, unambiguous since neither a namespace
/// nor a UID can hold a slash; it is what a client carries from one connection to the next.
package struct CompletedJob: Hashable, Sendable, LosslessStringConvertible {
    /// The Job's namespace.
    package let namespace: String
    /// The Job's name, or the selector by which it was chosen: `(app=web)`.
    package let name: String
    /// The Job's UID.
    package let uid: String

    /// The mark of a Job with this UID.
    package init(namespace: String, name: String, uid: String) {
        self.namespace = namespace
        self.name = name
        self.uid = uid
    }

    /// The mark of a Job with this UID that a dependency is done by.
    package init(of dependency: Dependency, uid: ObjectUID) {
        self.init(namespace: dependency.namespace, name: dependency.target.description, uid: uid.description)
    }

    /// Whether it says that this dependency is done.
    package func concerns(_ dependency: Dependency) -> Bool {
        namespace == dependency.namespace && name == dependency.target.description
    }

    /// Reads the text; nil unless it has three parts, none of them empty.
    package init?(_ description: String) {
        guard let first = description.firstIndex(of: "/"), let last = description.lastIndex(of: "/"), first < last
        else {
            return nil
        }
        let name = description[description.index(after: first)..<last]
        let uid = description[description.index(after: last)...]
        // A slash can only be in the key of a selector.
        guard first > description.startIndex, !name.isEmpty, !uid.isEmpty,
            !name.contains("/") || (name.hasPrefix("(") && name.hasSuffix(")"))
        else { return nil }
        self.init(namespace: String(description[..<first]), name: String(name), uid: String(uid))
    }

    /// `NAMESPACE/NAME/UID`.
    package var description: String { "\(namespace)/\(name)/\(uid)" }
}
