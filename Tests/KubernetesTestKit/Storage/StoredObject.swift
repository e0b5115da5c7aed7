/// One version of one object, kept as the text that goes to clients, with what selectors ask for most at hand.
///
/// The tree is parsed again when somebody needs it: 100,000 pods as trees would not fit where their texts do.
package final class StoredObject: Sendable {
    /// Namespace and name.
    package let key: ObjectKey
    /// The object's uid.
    package let uid: String
    /// The version of this state.
    package let resourceVersion: Int
    /// The labels.
    package let labels: [String: String]
    /// The compact JSON text, `kind` and `apiVersion` included.
    package let encoded: [UInt8]

    /// The object of a tree whose metadata is complete.
    package init(_ value: JSONValue, of resource: ResourceDefinition, resourceVersion: Int) {
        var value = value
        value[path: "metadata"]["resourceVersion"] = .string(String(resourceVersion))
        let metadata = value["metadata"]
        key = ObjectKey(
            namespace: metadata?["namespace"]?.string ?? "", name: metadata?["name"]?.string ?? "")
        uid = metadata?["uid"]?.string ?? ""
        labels = StringMap.read(metadata?["labels"])
        self.resourceVersion = resourceVersion
        encoded = ObjectShape.arrange(value, of: resource).compact
    }

    /// The object of a text, of which the rest is known.
    init(key: ObjectKey, uid: String, resourceVersion: Int, labels: [String: String], encoded: [UInt8]) {
        self.key = key
        self.uid = uid
        self.resourceVersion = resourceVersion
        self.labels = labels
        self.encoded = encoded
    }

    /// The object as a tree.
    package var value: JSONValue {
        // The text was made by this type from a tree, so it parses; an empty object stands for what cannot happen.
        (try? JSONValue(json: encoded)) ?? [:]
    }
}
