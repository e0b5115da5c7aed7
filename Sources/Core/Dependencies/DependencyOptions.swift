/// What an item says after its target; nil where it says nothing.
package struct DependencyOptions: Hashable, Sendable {
    /// `min=`: how many must be ready.
    package var minimum: MinimumCount?
    /// `port=`: which port must be served.
    package var port: PortReference?
    /// `match=`: which labels the object must carry.
    package var match: Match?
    /// `timeout=`: how long to wait for this one.
    package var timeout: TimeLimit?
    /// `on-failure=`: what to do when this one has failed for good.
    package var onFailure: FailurePolicy?

    /// Options of which those left out are not said.
    package init(
        minimum: MinimumCount? = nil, port: PortReference? = nil, match: Match? = nil, timeout: TimeLimit? = nil,
        onFailure: FailurePolicy? = nil
    ) {
        self.minimum = minimum
        self.port = port
        self.match = match
        self.timeout = timeout
        self.onFailure = onFailure
    }

    /// The value of one option as canonical text has it, or nil where it is not set.
    func text(of option: OptionName) -> String? {
        switch option {
        case .port: port?.description
        case .minimum: minimum?.description
        case .match: match?.description
        case .timeout: timeout?.description
        case .onFailure: onFailure?.rawValue
        }
    }
}
