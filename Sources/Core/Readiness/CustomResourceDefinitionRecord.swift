package import JSONText

/// What is kept of a CustomResourceDefinition: no more than `CustomResourceDefinitionRule` reads.
package struct CustomResourceDefinitionRecord: Hashable, Sendable {
    /// Empty: it has no namespace.
    package let namespace: String
    /// Its name, `PLURAL.GROUP`.
    package let name: String
    /// It has a deletionTimestamp: it counts as absent.
    package let isBeingDeleted: Bool
    /// The condition Established is True: its objects can be made.
    package let isEstablished: Bool
    /// The condition NamesAccepted is False: another definition has one of its names.
    package let areNamesRefused: Bool
    /// The versions with `served: true`.
    package let servedVersions: [String]

    /// Reads one CustomResourceDefinition object (`apiextensions.k8s.io/v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var metadata = ObjectMetadata()
        var conditions = ConditionList()
        var versions: [String] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader)
            case "spec":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let inner = try reader.nextKey() {
                    guard inner.isEqual(to: "versions") else { continue }
                    guard try reader.beginArrayUnlessNull() else { continue }
                    while try reader.nextElement() {
                        if let version = try Self.servedVersion(&reader) { versions.append(version) }
                    }
                }
            case "status":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let inner = try reader.nextKey() {
                    if inner.isEqual(to: "conditions") { conditions = try ConditionList(reading: &reader) }
                }
            default: break
            }
        }
        namespace = metadata.namespace
        name = metadata.name
        isBeingDeleted = metadata.isBeingDeleted
        isEstablished = conditions.standing(of: "Established", wanted: "True") == .met
        areNamesRefused = conditions.standing(of: "NamesAccepted", wanted: "False") == .met
        servedVersions = versions
    }

    private static func servedVersion(_ reader: inout JSONReader) throws(JSONError) -> String? {
        var (name, isServed) = ("", false)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readStringUnlessNull() ?? ""
            case "served": isServed = try reader.readBooleanUnlessNull() ?? false
            default: break
            }
        }
        return isServed ? name : nil
    }
}
