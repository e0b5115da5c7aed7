import JSONText

/// The kinds of object that make pods from a template, whose own wait annotations count for those pods.
enum WorkloadKind: String, CaseIterable, Hashable, Sendable {
    case deployment = "Deployment"
    case statefulSet = "StatefulSet"
    case daemonSet = "DaemonSet"
    case replicaSet = "ReplicaSet"
    case job = "Job"
    case cronJob = "CronJob"

    /// The kind that an API group and a plural name mean; nil for every other.
    init?(group: String, resource: String) {
        switch (group, resource) {
        case ("apps", "deployments"): self = .deployment
        case ("apps", "statefulsets"): self = .statefulSet
        case ("apps", "daemonsets"): self = .daemonSet
        case ("apps", "replicasets"): self = .replicaSet
        case ("batch", "jobs"): self = .job
        case ("batch", "cronjobs"): self = .cronJob
        default: return nil
        }
    }

    /// Whether an UPDATE may change the template. A Job's cannot be changed once it is there.
    var hasMutableTemplate: Bool { self != .job }

    /// The keys that lead to the pod template.
    var templatePath: [String] {
        self == .cronJob ? ["spec", "jobTemplate", "spec", "template"] : ["spec", "template"]
    }

    /// Where the pod template stands.
    var template: JSONPointer { templatePath.reduce(.root) { $0.appending($1) } }

    /// The same place as people write it.
    var templateName: String { templatePath.joined(separator: ".") }
}
