/// The words that `condition=` takes, kind by kind.
struct KnownConditions: Sendable {
    /// What the kind's own rule judges, case ignored: conditions that it reads anyway, and words for more than that.
    let own: [String]
    /// Other conditions that objects of the kind usually have, to find what was probably meant.
    let usual: [String]

    /// Words that are no conditions of Kubernetes and so have no status.
    static let words: Set<String> = [
        "finished", "succeeded", "ready-or-succeeded", "ready-or-finished", "rolled-out", "bound",
    ]

    /// Those of a kind; none where anything may be.
    static func of(_ kind: DependencyKind) -> KnownConditions { table[kind] ?? KnownConditions(own: [], usual: []) }

    private static let table: [DependencyKind: KnownConditions] = [
        .pod: KnownConditions(
            own: ["Ready", "succeeded", "finished", "ready-or-succeeded", "ready-or-finished"],
            usual: [
                "ContainersReady", "Initialized", "PodScheduled", "PodReadyToStartContainers", "DisruptionTarget",
            ]),
        .job: KnownConditions(
            own: ["Complete", "finished"], usual: ["Failed", "Suspended", "SuccessCriteriaMet", "FailureTarget"]),
        .deployment: KnownConditions(own: ["Available", "rolled-out"], usual: ["Progressing", "ReplicaFailure"]),
        .statefulset: KnownConditions(own: ["Ready", "rolled-out"], usual: []),
        .daemonset: KnownConditions(own: ["Ready", "rolled-out"], usual: []),
        .pvc: KnownConditions(own: ["bound"], usual: ["Resizing", "FileSystemResizePending"]),
        .crd: KnownConditions(own: ["Established"], usual: ["NamesAccepted", "Terminating", "NonStructuralSchema"]),
        .node: KnownConditions(
            own: ["Ready"], usual: ["MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable"]),
    ]
}

extension ConditionRequirement {
    /// Whether the rule of a kind judges this condition itself; any other is looked for among the object's conditions,
    /// and nothing else of the kind's rule then counts.
    func isOwn(of kind: DependencyKind) -> Bool {
        status == nil && KnownConditions.of(kind).own.contains { $0.lowercased() == type.lowercased() }
    }
}
