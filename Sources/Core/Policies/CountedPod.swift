import Dependencies
package import JSONText

/// What is read of a pod in order to count it among those of its policies.
package struct CountedPod: Sendable {
    /// What policies select it by.
    package let traits: PodTraits
    /// Its name.
    package let name: String
    /// Its UID.
    package let uid: String
    /// When it was created (RFC 3339, in UTC).
    package let created: String
    /// It has our label.
    package let isGated: Bool
    /// It is gated, and its waiting container has not ended.
    package let isWaiting: Bool
    /// Whether it is counted at all: it has not ended, is not going away, and is no image of a static pod.
    package let counts: Bool

    /// Namespace and name: the key of a pod that is there.
    package var key: String { "\(traits.namespace)/\(name)" }

    /// Reads one Pod object (`v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var metadata = SelectableMetadata()
        var (phase, hasWaited) = ("", false)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try SelectableMetadata(reading: &reader)
            case "status":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let key = try reader.nextKey() {
                    switch key {
                    case "phase": phase = try reader.readStringUnlessNull() ?? ""
                    case "initContainerStatuses": hasWaited = try Self.readHasWaited(&reader)
                    default: break
                    }
                }
            default: break
            }
        }
        traits = PodTraits(
            namespace: metadata.identity.namespace, labels: metadata.labels, controller: metadata.controller)
        (name, uid, created) = (metadata.identity.name, metadata.identity.uid, metadata.created)
        isGated = traits.label(GateMark.label.description) == GateMark.labelValue.description
        isWaiting = isGated && (phase.isEmpty || phase == "Pending") && !hasWaited
        counts = !metadata.isStatic && !metadata.identity.isBeingDeleted && phase != "Succeeded" && phase != "Failed"
    }

    /// Whether the container with our name has ended.
    private static func readHasWaited(_ reader: inout JSONReader) throws(JSONError) -> Bool {
        guard try reader.beginArrayUnlessNull() else { return false }
        var hasWaited = false
        while try reader.nextElement() {
            guard try reader.beginObjectUnlessNull() else { continue }
            var (isOurs, hasEnded) = (false, false)
            while let key = try reader.nextKey() {
                switch key {
                case "name": isOurs = try reader.readJSONString().isEqual(to: GateMark.containerName)
                case "state":
                    guard try reader.beginObjectUnlessNull() else { continue }
                    while let key = try reader.nextKey() {
                        if key.isEqual(to: "terminated") { hasEnded = try !reader.readNull() }
                    }
                default: break
                }
            }
            if isOurs, hasEnded { hasWaited = true }
        }
        return hasWaited
    }
}
