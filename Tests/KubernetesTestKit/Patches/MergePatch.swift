/// A JSON Merge Patch (RFC 7396): null removes, an object merges, anything else replaces.
package enum MergePatch {
    /// The document after the patch. Recursion is bounded by the depth that the JSON reader allows.
    package static func apply(_ patch: JSONValue, to document: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var result = document.object ?? JSONObject()
        for (key, value) in changes {
            result[key] = value.isNull ? nil : apply(value, to: result[key] ?? .null)
        }
        return .object(result)
    }
}
