/// The order in which the API server prints members: Go's structs print their fields in order, maps sorted.
enum ObjectShape {
    private static let topLevel = ["kind", "apiVersion", "metadata", "spec", "data", "status"]
    private static let metadata = [
        "name", "generateName", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp",
        "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers",
        "managedFields",
    ]

    /// The object with its members in the API server's order; objects of custom resources are sorted throughout.
    static func arrange(_ value: JSONValue, of resource: ResourceDefinition) -> JSONValue {
        guard !resource.isCustom else { return sorted(value) }
        guard var object = value.object?.ordered(first: topLevel) else { return value }
        if var details = object["metadata"]?.object?.ordered(first: metadata) {
            for map in ["labels", "annotations"] { details[map] = sortedMap(details[map]) }
            // Go leaves empty maps and lists of metadata out.
            for (key, value) in details where value == [:] || value == [] { details[key] = nil }
            object["metadata"] = .object(details)
        }
        for map in ["data", "binaryData"] { object[map] = sortedMap(object[map]) }
        return .object(object)
    }

    /// The text of an object as an item of a list: built-in kinds leave `kind` and `apiVersion` out there.
    static func listItem(_ object: StoredObject, of resource: ResourceDefinition) -> [UInt8] {
        let prefix = Array(#"{"kind":"\#(resource.kind)","apiVersion":"\#(resource.groupVersion)","#.utf8)
        guard !resource.isCustom, object.encoded.starts(with: prefix) else { return object.encoded }
        return [UInt8(ascii: "{")] + object.encoded[prefix.count...]
    }

    /// The value with the members of every object in it sorted by key.
    static func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object): .object(JSONObject(object.map { ($0.key, sorted($0.value)) }).sorted())
        case .array(let elements): .array(elements.map(sorted))
        default: value
        }
    }

    private static func sortedMap(_ value: JSONValue?) -> JSONValue? {
        guard case .object(let object) = value else { return value }
        return .object(object.sorted())
    }
}
