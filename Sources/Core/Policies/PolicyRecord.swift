package import JSONText

/// A WaitPolicy or ClusterWaitPolicy (`wait.k8s/v1alpha1`) as an API server stores it, judged.
package struct PolicyRecord: Hashable, Sendable {
    /// The API group of both kinds.
    package static let group = "wait.k8s"
    /// Their version.
    package static let version = "v1alpha1"

    /// What its spec turned out to be.
    package enum Reading: Hashable, Sendable {
        /// It can be put in force.
        case sound(Policy)
        /// It has mistakes, for which the whole of it is ignored.
        case bad([PolicyMistake])
    }

    /// Which policy it is.
    package let name: PolicyName
    /// Its UID.
    package let uid: String
    /// Which version of its spec this is.
    package let generation: Int
    /// It has a deletionTimestamp: it counts as absent.
    package let isBeingDeleted: Bool
    /// What its spec says.
    package let reading: Reading
    /// What was last written about it.
    package let status: PolicyStatus

    /// The policy, if it has no mistakes.
    package var policy: Policy? {
        guard case .sound(let policy) = reading else { return nil }
        return policy
    }

    /// Its mistakes; empty for one without.
    package var mistakes: [PolicyMistake] {
        guard case .bad(let mistakes) = reading else { return [] }
        return mistakes
    }

    /// Whether both say the same of the same policy, whatever has been written about it.
    package func isSameBesideStatus(as other: PolicyRecord) -> Bool {
        name == other.name && uid == other.uid && generation == other.generation
            && isBeingDeleted == other.isBeingDeleted && reading == other.reading
    }

    /// Reads one object of that kind. A mistake in its spec is kept; thrown is only what makes it no object at all.
    package init(reading reader: inout JSONReader, kind: PolicyKind) throws(JSONError) {
        var metadata = PolicyMetadata()
        var spec = PolicySpecReader(kind)
        var status = PolicyStatus()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try PolicyMetadata(reading: &reader)
            case "spec":
                spec = PolicySpecReader(kind)
                try spec.read(&reader)
            case "status": status = try PolicyStatus(reading: &reader)
            default: break
            }
        }
        let identity = metadata.identity
        guard !identity.name.isEmpty else {
            throw JSONError(.wrongType, at: reader.offset, "a \(kind.rawValue) without a name")
        }
        guard kind == .cluster || !identity.namespace.isEmpty else {
            throw JSONError(.wrongType, at: reader.offset, "a \(kind.rawValue) without a namespace")
        }
        name = PolicyName(kind, namespace: identity.namespace, name: identity.name)
        uid = identity.uid
        generation = metadata.generation
        isBeingDeleted = identity.isBeingDeleted
        reading = spec.finish(name, generation: metadata.generation)
        self.status = status
    }
}
