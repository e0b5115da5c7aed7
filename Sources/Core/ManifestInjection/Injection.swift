package import Manifests

/// What became of one object.
package struct Injection: Sendable {
    /// How it ended.
    package enum Outcome: Hashable, Sendable {
        /// Nothing of it waits, or it is ready already.
        case unchanged
        /// It was given what it lacked.
        case injected
        /// It would be refused; the sentences say why.
        case refused(String)
    }

    /// How it ended.
    package var outcome: Outcome
    /// The object as it is to be.
    package var node: ManifestNode
    /// What its author should hear.
    package var warnings: [String] = []
}
