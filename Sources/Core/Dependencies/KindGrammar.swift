/// One row of the table that says what may be written of each kind of dependency.
struct KindGrammar: Sendable {
    /// How targets of a kind are written.
    enum Family: Sendable {
        /// A Service: namespace and name, the DNS forms, and a port.
        case service
        /// Any other object of a namespace: namespace and name.
        case object
        /// An object without a namespace: its name.
        case clusterObject
        /// An object of any kind: its type, and then as `object`. Whether it has a namespace only discovery tells.
        case resource
        /// `HOST:PORT`, an IPv6 address in brackets.
        case address
        /// A URL.
        case url
        /// A host name.
        case host
        /// The absolute path of a file.
        case path
        /// The name of a container of the waiting pod.
        case container
    }

    /// The kind's name in messages.
    let displayName: String
    /// How its targets are written.
    let family: Family
    /// What its names must look like.
    let names: NameRule
    /// Whether its objects can be chosen by their labels.
    let takesSelector: Bool
    /// The options that fit it, in the order in which they are printed.
    let options: [OptionName]

    private init(
        _ displayName: String, _ family: Family, names: NameRule = .subdomain, takesSelector: Bool = false,
        _ options: [OptionName]
    ) {
        self.displayName = displayName
        self.family = family
        self.names = names
        self.takesSelector = takesSelector
        self.options = options
    }
}

extension DependencyKind {
    /// The table.
    var grammar: KindGrammar { KindGrammar.table[self] ?? KindGrammar.nothing }
}

extension KindGrammar {
    /// What fits every object that the server judges.
    private static let ofObjects: [OptionName] = [
        .condition, .jsonPath, .exists, .absent, .optional, .timeout, .onFailure,
    ]

    fileprivate static let nothing = KindGrammar("object", .object, [])

    fileprivate static let table: [DependencyKind: KindGrammar] = [
        .service: KindGrammar(
            "Service", .service, names: .label, takesSelector: true, [.port, .minimum, .uptime] + ofObjects),
        .pod: KindGrammar(
            "Pod", .object, takesSelector: true, [.minimum, .uptime, .sameNode] + ofObjects),
        .job: KindGrammar(
            "Job", .object, takesSelector: true, [.minimum, .match, .uptime, .remember] + ofObjects),
        .cronjob: KindGrammar("CronJob", .object, [.maxAge] + ofObjects),
        .deployment: KindGrammar("Deployment", .object, takesSelector: true, [.minimum] + ofObjects),
        .statefulset: KindGrammar("StatefulSet", .object, takesSelector: true, [.minimum] + ofObjects),
        .daemonset: KindGrammar("DaemonSet", .object, [.anywhere, .ifAbsent] + ofObjects),
        .pvc: KindGrammar("PersistentVolumeClaim", .object, ofObjects),
        .crd: KindGrammar("CustomResourceDefinition", .clusterObject, [.version] + ofObjects),
        .configmap: KindGrammar("ConfigMap", .object, [.key, .exists, .absent, .optional, .timeout, .onFailure]),
        .secret: KindGrammar("Secret", .object, [.key, .exists, .absent, .optional, .timeout, .onFailure]),
        .node: KindGrammar("Node", .clusterObject, ofObjects),
        .resource: KindGrammar("object", .resource, ofObjects),
        .tcp: KindGrammar("TCP address", .address, [.timeout]),
        .http: KindGrammar("URL", .url, [.status, .ca, .insecure, .timeout]),
        .dns: KindGrammar("host name", .host, [.timeout]),
        .file: KindGrammar("file", .path, [.timeout]),
        .container: KindGrammar("container", .container, names: .label, [.timeout, .onFailure]),
    ]
}
