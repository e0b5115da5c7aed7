package import Dependencies

/// What a policy says of the waiting as a whole, where a pod does not.
package struct PolicyKnobs: Hashable, Sendable {
    /// How long to wait.
    package var timeout: TimeLimit?
    /// What to do when the time is over.
    package var onTimeout: TimeoutPolicy?
    /// What to do when a dependency has failed for good.
    package var onFailure: FailurePolicy?
    /// Where the waiting container stands.
    package var position: ContainerPosition?
    /// Its CPU quantity.
    package var cpu: String?
    /// Its memory quantity.
    package var memory: String?
    /// Its image. Whether that is allowed is for the server's settings to say.
    package var image: String?

    /// Nothing is said.
    package init() {}

    /// These knobs, and those of another where these say nothing.
    func filled(from other: PolicyKnobs) -> PolicyKnobs {
        var knobs = self
        knobs.timeout = timeout ?? other.timeout
        knobs.onTimeout = onTimeout ?? other.onTimeout
        knobs.onFailure = onFailure ?? other.onFailure
        knobs.position = position ?? other.position
        knobs.cpu = cpu ?? other.cpu
        knobs.memory = memory ?? other.memory
        knobs.image = image ?? other.image
        return knobs
    }
}
