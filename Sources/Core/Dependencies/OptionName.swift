/// The options that an item can have after its target; which of them fit a kind is in `KindGrammar`.
enum OptionName: String, CaseIterable, Hashable, Sendable {
    case port
    case minimum = "min"
    case match
    case uptime
    case condition
    case jsonPath = "jsonpath"
    case key
    case version
    case maxAge = "max-age"
    case remember
    case ifAbsent = "if-absent"
    case status
    case ca
    case sameNode = "same-node"
    case anywhere
    case exists
    case absent
    case optional
    case insecure
    case timeout
    case onFailure = "on-failure"

    /// What its value looks like, for messages; the bare name for one without a value.
    var form: String {
        switch self {
        case .port: "port=6379 or port=NAME"
        case .minimum: "min=2 or min=all"
        case .match: "match=(app=web) or match=pod:LABEL"
        case .uptime: "uptime=30s"
        case .condition: "condition=Ready or condition=Ready=False"
        case .jsonPath: "jsonpath={.status.phase}=Running"
        case .key: "key=tls.crt"
        case .version: "version=v1"
        case .maxAge: "max-age=24h"
        case .remember: "remember=false, remember=always or remember=24h"
        case .ifAbsent: "if-absent=ready"
        case .status: "status=200-299,401"
        case .ca: "ca=/etc/ssl/my-ca.pem"
        case .timeout: "timeout=5m or timeout=none"
        case .onFailure: "on-failure=fail or on-failure=wait"
        case .sameNode, .anywhere, .exists, .absent, .optional, .insecure: rawValue
        }
    }

    /// Whether it stands alone, without `=` and a value.
    var isFlag: Bool {
        switch self {
        case .sameNode, .anywhere, .exists, .absent, .optional, .insecure: true
        default: false
        }
    }
}
