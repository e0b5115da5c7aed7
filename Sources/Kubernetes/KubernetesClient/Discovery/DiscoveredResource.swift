/// What a discovery document says of one resource, before it is known in which group and version it is.
struct DiscoveredResource: Hashable, Sendable {
    /// The name in URLs; with a slash for a subresource.
    var plural = ""
    /// The singular; empty when the server names none.
    var singular = ""
    /// The kind.
    var kind = ""
    /// Whether its objects live in namespaces.
    var isNamespaced = false
    /// What can be done with it.
    var verbs: [String] = []
    /// Its abbreviations.
    var shortNames: [String] = []

    /// The resource in its place; nil for what is not served as a collection.
    func served(_ group: String, _ version: String) -> ServedResource? {
        ServedResource(
            group: group, version: version, plural: plural, kind: kind, isNamespaced: isNamespaced, singular: singular,
            shortNames: shortNames, verbs: verbs)
    }
}
