package import Manifests

/// What a cluster says to one question.
package enum ClusterAnswer: Sendable {
    /// These objects, each with its kind, and no others.
    case objects([ManifestNode])
    /// It cannot be told; the sentence says why, and of what kind of thing, so that equal ones need be read once.
    case notKnown(String)
}
