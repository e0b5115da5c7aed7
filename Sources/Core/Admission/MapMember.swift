import Dependencies
import JSONText

/// A member of ours in a map of strings: a label or an annotation.
struct MapMember: Sendable {
    /// The label of a gated pod.
    static let gatedLabel = MapMember(GateMark.label.description, in: PodPath.labels)
    /// The annotation of an injected pod.
    static let injectedBy = MapMember(GateMark.injectedBy.description, in: PodPath.annotations)
    /// The annotation of a pod that policies were applied to.
    static let policies = MapMember(GateMark.policies.description, in: PodPath.annotations)

    /// The annotation of a workload that lists what was copied into its template.
    static let copied = MapMember(GateMark.copied.description, in: PodPath.annotations)

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
