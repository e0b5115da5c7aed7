/// The defaults of the kinds that make pods.
enum WorkloadDefaults {
    /// Fills in a Deployment, ReplicaSet, StatefulSet, DaemonSet, Job or CronJob.
    static func apply(to value: inout JSONValue, kind: String) {
        var spec = value[path: "spec"]
        switch kind {
        case "Deployment": deployment(&spec)
        case "ReplicaSet":
            spec.setDefault("replicas", 1)
            template(&spec)
        case "StatefulSet": statefulSet(&spec)
        case "DaemonSet":
            daemonSet(&spec)
            value[path: "metadata"][path: "annotations"].setDefault("deprecated.daemonset.template.generation", "0")
        case "Job":
            job(&spec)
            jobLabels(&value, spec)
        default: cronJob(&spec)
        }
        value["spec"] = spec
        value.setDefault("status", zeroStatus(kind))
    }

    /// What an empty status looks like: counters without `omitempty` are printed.
    static func zeroStatus(_ kind: String) -> JSONValue {
        switch kind {
        case "StatefulSet": ["replicas": 0, "availableReplicas": 0]
        case "ReplicaSet": ["replicas": 0]
        case "DaemonSet":
            [
                "currentNumberScheduled": 0, "numberMisscheduled": 0, "desiredNumberScheduled": 0, "numberReady": 0,
            ]
        default: [:]
        }
    }

    private static func template(_ spec: inout JSONValue) {
        var template = spec[path: "template"]
        PodDefaults.apply(toTemplate: &template)
        spec["template"] = template
    }

    private static func deployment(_ spec: inout JSONValue) {
        spec.setDefault("replicas", 1)
        template(&spec)
        spec[path: "strategy"].setDefault("type", "RollingUpdate")
        if spec.at("strategy", "type") == "RollingUpdate" {
            spec[path: "strategy"][path: "rollingUpdate"].setDefault("maxUnavailable", "25%")
            spec[path: "strategy"][path: "rollingUpdate"].setDefault("maxSurge", "25%")
        }
        spec.setDefault("revisionHistoryLimit", 10)
        spec.setDefault("progressDeadlineSeconds", 600)
    }

    private static func statefulSet(_ spec: inout JSONValue) {
        spec.setDefault("replicas", 1)
        template(&spec)
        spec.setDefault("podManagementPolicy", "OrderedReady")
        spec[path: "updateStrategy"].setDefault("type", "RollingUpdate")
        if spec.at("updateStrategy", "type") == "RollingUpdate" {
            spec[path: "updateStrategy"][path: "rollingUpdate"].setDefault("partition", 0)
        }
        spec.setDefault("revisionHistoryLimit", 10)
        spec[path: "persistentVolumeClaimRetentionPolicy"].setDefault("whenDeleted", "Retain")
        spec[path: "persistentVolumeClaimRetentionPolicy"].setDefault("whenScaled", "Retain")
    }

    private static func daemonSet(_ spec: inout JSONValue) {
        template(&spec)
        spec[path: "updateStrategy"].setDefault("type", "RollingUpdate")
        if spec.at("updateStrategy", "type") == "RollingUpdate" {
            spec[path: "updateStrategy"][path: "rollingUpdate"].setDefault("maxUnavailable", 1)
            spec[path: "updateStrategy"][path: "rollingUpdate"].setDefault("maxSurge", 0)
        }
        spec.setDefault("revisionHistoryLimit", 10)
    }

    private static func job(_ spec: inout JSONValue) {
        template(&spec)
        if spec["completions"] == nil && spec["parallelism"] == nil { spec["completions"] = 1 }
        spec.setDefault("parallelism", 1)
        spec.setDefault("completionMode", "NonIndexed")
        if spec["backoffLimitPerIndex"] == nil { spec.setDefault("backoffLimit", 6) }
        spec.setDefault("suspend", false)
        spec.setDefault("manualSelector", false)
        let replacement = spec["podFailurePolicy"] == nil ? "TerminatingOrFailed" : "Failed"
        spec.setDefault("podReplacementPolicy", .string(replacement))
    }

    /// A Job without labels of its own takes its template's.
    private static func jobLabels(_ value: inout JSONValue, _ spec: JSONValue) {
        guard value.at("metadata", "labels")?.object?.isEmpty ?? true,
            let labels = spec.at("template", "metadata", "labels"), labels.object?.isEmpty == false
        else { return }
        value[path: "metadata"]["labels"] = labels
    }

    private static func cronJob(_ spec: inout JSONValue) {
        spec.setDefault("concurrencyPolicy", "Allow")
        spec.setDefault("suspend", false)
        spec.setDefault("successfulJobsHistoryLimit", 3)
        spec.setDefault("failedJobsHistoryLimit", 1)
        spec[path: "jobTemplate"].setDefault("metadata", [:])
        var job = spec[path: "jobTemplate"][path: "spec"]
        template(&job)
        spec[path: "jobTemplate"]["spec"] = job
    }
}
