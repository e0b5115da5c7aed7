/// `metadata.generation`: which kinds have one, and which change counts.
enum ObjectGeneration {
    private static let uncounted: Set<String> = [
        "Service", "ConfigMap", "Secret", "Lease", "Event", "Namespace", "Node", "ServiceAccount", "Endpoints",
        "PersistentVolume", "PersistentVolumeClaim", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding",
        "LimitRange", "ResourceQuota", "APIService", "PriorityClass", "StorageClass", "CertificateSigningRequest",
    ]

    /// Whether objects of the resource have a generation.
    static func isCounted(_ resource: ResourceDefinition) -> Bool {
        resource.isCustom || !uncounted.contains(resource.kind)
    }

    /// Whether the wanted state differs: anything but metadata and status.
    static func differs(_ old: JSONValue, _ new: JSONValue) -> Bool {
        wanted(old) != wanted(new)
    }

    private static func wanted(_ value: JSONValue) -> JSONValue {
        var value = value
        for key in ["metadata", "status", "kind", "apiVersion"] { value[key] = nil }
        return value
    }
}
