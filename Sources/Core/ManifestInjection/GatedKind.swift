package import Manifests

/// The kinds of object that are pods or make pods of a template, and so can be given the waiting container.
package enum GatedKind: String, CaseIterable, Hashable, Sendable {
    case pod = "Pod"
    case deployment = "Deployment"
    case statefulSet = "StatefulSet"
    case daemonSet = "DaemonSet"
    case replicaSet = "ReplicaSet"
    case job = "Job"
    case cronJob = "CronJob"

    /// The kind of an object, in any version of its own API group; nil for every other.
    package init?(_ object: ManifestObject) {
        guard let kind = GatedKind(rawValue: object.kind), kind.group == object.group else { return nil }
        self = kind
    }

    /// Its API group.
    var group: String {
        switch self {
        case .pod: ""
        case .job, .cronJob: "batch"
        case .deployment, .statefulSet, .daemonSet, .replicaSet: "apps"
        }
    }

    /// Its name in the API's paths.
    var resource: String { rawValue.lowercased() + "s" }

    /// The keys that lead to what the pods are made from: for a pod none, the object is it.
    package var templatePath: [String] {
        switch self {
        case .pod: []
        case .cronJob: ["spec", "jobTemplate", "spec", "template"]
        case .deployment, .statefulSet, .daemonSet, .replicaSet, .job: ["spec", "template"]
        }
    }
}
