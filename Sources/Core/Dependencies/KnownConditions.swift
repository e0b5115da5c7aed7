extension KindGrammar {
    /// Words that `condition=` takes beside the types of conditions, each with a meaning of its own.
    static let conditionWords: Set<String> = ["finished", "succeeded", "rolled-out"]

    /// The conditions that objects of this kind usually have, and the words for it; empty where anything may be.
    var conditions: [String] { Self.knownConditions[displayName] ?? [] }

    private static let knownConditions: [String: [String]] = [
        "Pod": [
            "Ready", "ContainersReady", "Initialized", "PodScheduled", "PodReadyToStartContainers", "DisruptionTarget",
            "succeeded", "finished",
        ],
        "Job": ["Complete", "Failed", "Suspended", "SuccessCriteriaMet", "FailureTarget", "finished"],
        "Deployment": ["Available", "Progressing", "ReplicaFailure", "rolled-out"],
        "StatefulSet": ["rolled-out"],
        "DaemonSet": ["rolled-out"],
        "PersistentVolumeClaim": ["Resizing", "FileSystemResizePending"],
        "CustomResourceDefinition": ["Established", "NamesAccepted", "Terminating", "NonStructuralSchema"],
        "Node": ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable"],
    ]
}
