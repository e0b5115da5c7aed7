import JSONText

/// A member of ours in a map of strings: a label or an annotation.
struct MapMember: Sendable {
    /// The label by which gated pods are found, always with the value `true`.
    static let gatedLabel = MapMember("wait.k8s/gated", in: PodPath.labels)
    /// The annotation that says which version injected.
    static let injectedBy = MapMember("wait.k8s/injected-by", in: PodPath.annotations)

    /// The key.
    let key: String
    /// The map.
    let map: JSONPointer
    /// The member.
    let path: JSONPointer

    /// The member `key`, not yet escaped for a pointer, of the map at `map`.
    init(_ key: String, in map: JSONPointer) {
        self.key = key
        self.map = map
        path = map.appending(key)
    }
}
