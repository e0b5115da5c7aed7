/// One kind of object that the API server serves, with the names that people give it.
struct ServedResource: Hashable, Sendable {
    /// Where it is served.
    let type: ResourceType
    /// Its singular in lower case, `certificate`.
    let singular: String
    /// Its abbreviations, `cert`.
    let shortNames: [String]
    /// Whether its objects can be listed and watched.
    let isWatchable: Bool

    /// - Returns: nil for a subresource, and for one whose names could not stand in a URL.
    init?(
        group: String, version: String, plural: String, kind: String, isNamespaced: Bool, singular: String,
        shortNames: [String], verbs: [String]
    ) {
        guard Self.isPathSegment(plural), Self.isPathSegment(version), group.isEmpty || Self.isPathSegment(group) else {
            return nil
        }
        let known = ResourceType.all.first { $0.group == group && $0.version == version && $0.plural == plural }
        type =
            known
            ?? ResourceType(group: group, version: version, plural: plural, kind: kind, isNamespaced: isNamespaced)
        // Servers that leave the singular out mean the kind in lower case.
        self.singular = singular.isEmpty ? kind.lowercased() : singular
        self.shortNames = shortNames
        isWatchable = verbs.contains("list") && verbs.contains("watch")
    }

    /// Groups, versions and plurals are DNS names; a slash tells a subresource.
    private static func isPathSegment(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 253 && text != "." && text != ".."
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
