/// What an item says after its target; nil or false where it says nothing.
package struct DependencyOptions: Hashable, Sendable {
    /// `min=`: how many must be ready.
    package var minimum: MinimumCount?
    /// `port=`: which port must be served.
    package var port: PortReference?
    /// `match=`: which labels the object must carry.
    package var match: Match?
    /// `uptime=`: for how many seconds it must have been ready, 0 or more.
    package var uptime: Int?
    /// `condition=`: which condition it must have.
    package var condition: ConditionRequirement?
    /// `jsonpath=`: what one of its fields must be.
    package var field: FieldRequirement?
    /// `key=`: which key a ConfigMap or Secret must have.
    package var key: String?
    /// `version=`: which version a CustomResourceDefinition must serve.
    package var version: String?
    /// `max-age=`: how many seconds ago a CronJob may have succeeded last, 1 at least.
    package var maxAge: Int?
    /// `remember=`: for whom a finished Job that is gone still counts.
    package var remember: Remembrance?
    /// `if-absent=ready`: no pod of a DaemonSet on the node is accepted.
    package var acceptsAbsence = false
    /// `status=`: which HTTP statuses count as success.
    package var status: StatusCodes?
    /// `ca=`: the file with the authorities of an https URL.
    package var authorities: String?
    /// `insecure`: the certificate of an https URL is not verified.
    package var isInsecure = false
    /// `same-node`: only pods on the waiting pod's node count.
    package var isOnSameNode = false
    /// `anywhere`: a DaemonSet's pods on other nodes count too.
    package var isAnywhere = false
    /// `exists`: it is ready as soon as it is there.
    package var needsOnlyExistence = false
    /// `absent`: it is ready when it is gone.
    package var needsAbsence = false
    /// `optional`: a missing object is ready.
    package var isOptional = false
    /// `timeout=`: how long to wait for this one.
    package var timeout: TimeLimit?
    /// `on-failure=`: what to do when this one has failed for good.
    package var onFailure: FailurePolicy?

    /// Nothing is said.
    static let unsaid = DependencyOptions()

    /// Options of which those left out are not said.
    package init(
        minimum: MinimumCount? = nil, port: PortReference? = nil, match: Match? = nil,
        condition: ConditionRequirement? = nil, field: FieldRequirement? = nil, timeout: TimeLimit? = nil,
        onFailure: FailurePolicy? = nil
    ) {
        self.condition = condition
        self.field = field
        self.minimum = minimum
        self.port = port
        self.match = match
        self.timeout = timeout
        self.onFailure = onFailure
    }

    /// The value of one option as canonical text has it, not quoted, empty for one without a value; nil where it is not set.
    func text(of option: OptionName) -> String? {
        switch option {
        case .port: port?.description
        case .minimum: minimum?.description
        case .match: match?.description
        case .uptime: uptime.map(DurationText.text)
        case .condition: condition?.description
        case .jsonPath: field?.description
        case .key: key
        case .version: version
        case .maxAge: maxAge.map(DurationText.text)
        case .remember: remember?.description
        case .ifAbsent: acceptsAbsence ? "ready" : nil
        case .status: status?.description
        case .ca: authorities
        case .insecure: isInsecure ? "" : nil
        case .sameNode: isOnSameNode ? "" : nil
        case .anywhere: isAnywhere ? "" : nil
        case .exists: needsOnlyExistence ? "" : nil
        case .absent: needsAbsence ? "" : nil
        case .optional: isOptional ? "" : nil
        case .timeout: timeout?.description
        case .onFailure: onFailure?.rawValue
        }
    }
}
