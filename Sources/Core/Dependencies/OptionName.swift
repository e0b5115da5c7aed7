/// The options that an item can have after its target; which of them fit a kind is in `KindGrammar`.
enum OptionName: String, CaseIterable, Hashable, Sendable {
    case port
    case minimum = "min"
    case match
    case timeout
    case onFailure = "on-failure"

    /// What its value looks like, for messages.
    var form: String {
        switch self {
        case .port: "port=6379 or port=NAME"
        case .minimum: "min=2 or min=all"
        case .match: "match=(app=web) or match=pod:LABEL"
        case .timeout: "timeout=5m or timeout=none"
        case .onFailure: "on-failure=fail or on-failure=wait"
        }
    }
}
