/// One row of the table that says what may be written of each kind of dependency. A class, since rows are asked for all
/// the time and never change.
final class KindGrammar: Sendable {
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
    /// Its row of the table.
    var grammar: KindGrammar {
        switch self {
        case .service: .service
        case .pod: .pod
        case .job: .job
        case .cronjob: .cronjob
        case .deployment: .deployment
        case .statefulset: .statefulset
        case .daemonset: .daemonset
        case .pvc: .pvc
        case .crd: .crd
        case .configmap: .configmap
        case .secret: .secret
        case .node: .node
        case .resource: .resource
        case .tcp: .tcp
        case .http: .http
        case .dns: .dns
        case .file: .file
        case .container: .container
        }
    }
}

/// The table.
extension KindGrammar {
    /// What fits every object that the server judges.
    private static let ofObjects: [OptionName] = [
        .condition, .jsonPath, .exists, .absent, .optional, .timeout, .onFailure,
    ]

    /// What fits the objects of which only the keys are read.
    private static let ofData: [OptionName] = [.key, .exists, .absent, .optional, .timeout, .onFailure]

    fileprivate static let service = KindGrammar(
        "Service", .service, names: .label, takesSelector: true, [.port, .minimum, .uptime] + ofObjects)
    fileprivate static let pod = KindGrammar(
        "Pod", .object, takesSelector: true, [.minimum, .uptime, .sameNode] + ofObjects)
    fileprivate static let job = KindGrammar(
        "Job", .object, takesSelector: true, [.minimum, .match, .uptime, .remember] + ofObjects)
    fileprivate static let cronjob = KindGrammar("CronJob", .object, [.maxAge] + ofObjects)
    fileprivate static let deployment = KindGrammar("Deployment", .object, takesSelector: true, [.minimum] + ofObjects)
    fileprivate static let statefulset = KindGrammar(
        "StatefulSet", .object, takesSelector: true, [.minimum] + ofObjects)
    fileprivate static let daemonset = KindGrammar("DaemonSet", .object, [.anywhere, .ifAbsent] + ofObjects)
    fileprivate static let pvc = KindGrammar("PersistentVolumeClaim", .object, ofObjects)
    fileprivate static let crd = KindGrammar("CustomResourceDefinition", .clusterObject, [.version] + ofObjects)
    fileprivate static let configmap = KindGrammar("ConfigMap", .object, ofData)
    fileprivate static let secret = KindGrammar("Secret", .object, ofData)
    fileprivate static let node = KindGrammar("Node", .clusterObject, ofObjects)
    fileprivate static let resource = KindGrammar("object", .resource, ofObjects)
    fileprivate static let tcp = KindGrammar("TCP address", .address, [.timeout])
    fileprivate static let http = KindGrammar("URL", .url, [.status, .ca, .insecure, .timeout])
    fileprivate static let dns = KindGrammar("host name", .host, [.timeout])
    fileprivate static let file = KindGrammar("file", .path, [.timeout])
    fileprivate static let container = KindGrammar("container", .container, names: .label, [.timeout, .onFailure])
}
