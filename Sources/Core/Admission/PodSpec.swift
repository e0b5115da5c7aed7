import JSONText

/// What the rules read of a Pod's spec.
struct PodSpec: Sendable {
    /// The init containers, native sidecars among them.
    private(set) var initContainers = ContainerList()
    /// The containers.
    private(set) var containers = ContainerList()
    /// The names of the Secrets that images are pulled with; nil where the list is absent.
    private(set) var pullSecrets: [String]?
    /// The pod shares its node's network.
    private(set) var isHostNetwork = false
    /// How names are resolved; nil is ClusterFirst.
    private(set) var dnsPolicy: String?
    /// What happens when a container ends; nil is Always.
    private(set) var restartPolicy: String?
    /// How long the pod may live, in seconds, its init containers' time included.
    private(set) var activeDeadlineSeconds: Int?
    /// The pod as a whole has requests or limits, which then decide its quality of service.
    private(set) var hasPodResources = false

    private var operatingSystem: String?
    private var selectedSystem: String?

    /// The pod says that it is for Windows nodes.
    var isForWindows: Bool { operatingSystem == "windows" || selectedSystem == "windows" }

    /// The cluster's DNS is not what the pod's resolver asks (Kubernetes: DNS for Services and Pods, "Pod's DNS Policy").
    var cannotResolveServices: Bool {
        switch dnsPolicy ?? "ClusterFirst" {
        case "ClusterFirst": isHostNetwork
        case "ClusterFirstWithHostNet": false
        default: true
        }
    }

    /// Reads the members of a spec whose `{` has been passed.
    init(inside reader: inout JSONReader) throws(JSONError) {
        while let key = try reader.nextKey() {
            switch key {
            case "initContainers": initContainers = try ContainerList(reading: &reader)
            case "containers": containers = try ContainerList(reading: &reader)
            case "imagePullSecrets": pullSecrets = try Self.readPullSecrets(&reader)
            case "hostNetwork": isHostNetwork = try reader.readBooleanUnlessNull() ?? false
            case "dnsPolicy": dnsPolicy = try reader.readStringUnlessNull()
            case "restartPolicy": restartPolicy = try reader.readStringUnlessNull()
            case "activeDeadlineSeconds": activeDeadlineSeconds = try reader.readIntegerUnlessNull()
            case "resources": hasPodResources = try ContainerList.readHasResources(&reader)
            case "os": operatingSystem = try Self.readMember("name", of: &reader)
            case "nodeSelector": selectedSystem = try Self.readMember("kubernetes.io/os", of: &reader)
            default: break
            }
        }
    }

    private static func readPullSecrets(_ reader: inout JSONReader) throws(JSONError) -> [String]? {
        guard try reader.beginArrayUnlessNull() else { return nil }
        var names: [String] = []
        while try reader.nextElement() {
            if let name = try readMember("name", of: &reader) { names.append(name) }
        }
        return names
    }

    /// The string member `name` of the next value, an object or null.
    private static func readMember(
        _ name: StaticString, of reader: inout JSONReader
    ) throws(JSONError) -> String? {
        guard try reader.beginObjectUnlessNull() else { return nil }
        var value: String?
        while let key = try reader.nextKey() {
            if key.isEqual(to: name) { value = try reader.readStringUnlessNull() }
        }
        return value
    }
}
