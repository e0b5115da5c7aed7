/// The names by which `kubectl` knows the types that have a kind of their own here.
struct BuiltInType: Sendable {
    /// The kind.
    let kind: DependencyKind
    /// Its API group; empty for the core group.
    let group: String
    /// Singular, plural and short names.
    let names: [String]

    /// The one version in which all of them are served.
    static let version = "v1"

    /// All of them.
    static let all = [
        BuiltInType(kind: .service, group: "", names: ["service", "services", "svc"]),
        BuiltInType(kind: .pod, group: "", names: ["pod", "pods", "po"]),
        BuiltInType(kind: .job, group: "batch", names: ["job", "jobs"]),
        BuiltInType(kind: .cronjob, group: "batch", names: ["cronjob", "cronjobs", "cj"]),
        BuiltInType(kind: .deployment, group: "apps", names: ["deployment", "deployments", "deploy"]),
        BuiltInType(kind: .statefulset, group: "apps", names: ["statefulset", "statefulsets", "sts"]),
        BuiltInType(kind: .daemonset, group: "apps", names: ["daemonset", "daemonsets", "ds"]),
        BuiltInType(kind: .pvc, group: "", names: ["persistentvolumeclaim", "persistentvolumeclaims", "pvc"]),
        BuiltInType(
            kind: .crd, group: "apiextensions.k8s.io",
            names: ["customresourcedefinition", "customresourcedefinitions", "crd", "crds"]),
        BuiltInType(kind: .configmap, group: "", names: ["configmap", "configmaps", "cm"]),
        BuiltInType(kind: .secret, group: "", names: ["secret", "secrets"]),
        BuiltInType(kind: .node, group: "", names: ["node", "nodes", "no"]),
    ]

    /// The type that has this name, in lower case and without its group.
    static func named(_ name: String) -> BuiltInType? { byName[name] }

    private static let byName = Dictionary(
        all.flatMap { type in type.names.map { ($0, type) } }, uniquingKeysWith: { first, _ in first })
}
