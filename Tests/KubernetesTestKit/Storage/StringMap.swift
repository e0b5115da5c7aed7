/// Maps of strings to strings, as labels and annotations are.
enum StringMap {
    /// The map that an object spells; members that are no strings are left out.
    static func read(_ value: JSONValue?) -> [String: String] {
        var map: [String: String] = [:]
        for (key, value) in value?.object ?? JSONObject() { map[key] = value.string }
        return map
    }
}
