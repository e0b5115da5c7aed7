/// One row of the table that says what may be written of each kind of dependency.
struct KindGrammar: Sendable {
    /// How targets of a kind are written.
    enum Family: Sendable {
        /// A Service: namespace and name, the DNS forms, and a port.
        case service
        /// Any other object of a namespace: namespace and name.
        case object
    }

    /// The kind's name in messages.
    let displayName: String
    /// How its targets are written.
    let family: Family
    /// What its names must look like.
    let names: NameRule
    /// The options that fit it, in the order in which they are printed.
    let options: [OptionName]
}

extension DependencyKind {
    /// The table.
    var grammar: KindGrammar {
        switch self {
        case .service:
            KindGrammar(
                displayName: "Service", family: .service, names: .label,
                options: [.port, .minimum, .timeout, .onFailure])
        case .job:
            KindGrammar(
                displayName: "Job", family: .object, names: .subdomain, options: [.match, .timeout, .onFailure])
        }
    }
}
