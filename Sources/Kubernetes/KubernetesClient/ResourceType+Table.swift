extension ResourceType {
    /// Every kind that the server knows without discovery, `onRequest` among them.
    package static let all: [ResourceType] = always + onRequest

    /// What our account must be allowed for a server with default settings: its ClusterRole is made of this table.
    package static let always: [ResourceType] = [
        pods, services, endpointSlices, jobs, cronJobs, deployments, statefulSets, daemonSets, replicaSets,
        controllerRevisions, persistentVolumeClaims, customResourceDefinitions, nodes, namespaces,
    ]

    /// What it must be allowed only where the operator's list of kinds names it.
    package static let onRequest: [ResourceType] = [configMaps, secrets]

    // MARK: Core

    /// Pods: those with the label `wait.k8s/gated` are who may ask.
    package static let pods = ResourceType(
        core: "pods", "Pod", verbs: [.get, .list, .watch],
        purpose: "who may ask, one by one where they have no label, Pods that are waited for, "
            + "and which pods wait for each other")

    /// Services.
    package static let services = ResourceType(
        core: "services", "Service", purpose: "Services that are waited for, and which pods are behind them")

    /// PersistentVolumeClaims.
    package static let persistentVolumeClaims = ResourceType(
        core: "persistentvolumeclaims", "PersistentVolumeClaim", purpose: "PersistentVolumeClaims that are waited for")

    /// ConfigMaps; of a cluster's, only the names of their keys are read, and only where the operator allows it.
    package static let configMaps = ResourceType(
        core: "configmaps", "ConfigMap", purpose: "ConfigMaps that are waited for, one at a time, by name")

    /// Secrets, likewise.
    package static let secrets = ResourceType(
        core: "secrets", "Secret", purpose: "Secrets that are waited for, one at a time, by name")

    /// Nodes.
    package static let nodes = ResourceType(
        core: "nodes", "Node", isNamespaced: false, purpose: "Nodes that are waited for")

    /// Namespaces: which one a pod's namespace is, when it was deleted and made anew under the same name, and whom it
    /// lets wait for what is in it.
    package static let namespaces = ResourceType(
        core: "namespaces", "Namespace", isNamespaced: false,
        purpose: "what namespaces say for their pods and grant to others, "
            + "and their UIDs, by which finished Jobs are remembered")

    /// Events, which are written about waiting pods and never read.
    package static let events = ResourceType(
        core: "events", "Event", verbs: [.create, .patch], purpose: "what pods wait for, told to those who look at them"
    )

    // MARK: Groups

    /// EndpointSlices: what a Service's readiness is judged by.
    package static let endpointSlices = ResourceType(
        group: "discovery.k8s.io", version: "v1", plural: "endpointslices", kind: "EndpointSlice", isNamespaced: true,
        purpose: "the endpoints of Services that are waited for")

    /// Jobs.
    package static let jobs = ResourceType(
        group: "batch", version: "v1", plural: "jobs", kind: "Job", isNamespaced: true,
        verbs: [.get, .list, .watch],
        purpose: "Jobs that are waited for, and whether one that finished Jobs are remembered for is still there")

    /// CronJobs.
    package static let cronJobs = ResourceType(
        group: "batch", version: "v1", plural: "cronjobs", kind: "CronJob", isNamespaced: true,
        purpose: "CronJobs that are waited for")

    /// Deployments.
    package static let deployments = ResourceType(
        group: "apps", version: "v1", plural: "deployments", kind: "Deployment", isNamespaced: true,
        verbs: [.get, .list, .watch],
        purpose: "Deployments that are waited for, and whether one that finished Jobs are remembered for is still there"
    )

    /// StatefulSets.
    package static let statefulSets = ResourceType(
        group: "apps", version: "v1", plural: "statefulsets", kind: "StatefulSet", isNamespaced: true,
        verbs: [.get, .list, .watch], purpose: "StatefulSets, likewise")

    /// DaemonSets.
    package static let daemonSets = ResourceType(
        group: "apps", version: "v1", plural: "daemonsets", kind: "DaemonSet", isNamespaced: true,
        verbs: [.get, .list, .watch], purpose: "DaemonSets, likewise")

    /// ReplicaSets: a Deployment's revisions, which finished Jobs are remembered for.
    package static let replicaSets = ResourceType(
        group: "apps", version: "v1", plural: "replicasets", kind: "ReplicaSet", isNamespaced: true,
        verbs: [.get], purpose: "whether a ReplicaSet that finished Jobs are remembered for is still there")

    /// ControllerRevisions: the revisions of a StatefulSet or DaemonSet, which finished Jobs are remembered for.
    package static let controllerRevisions = ResourceType(
        group: "apps", version: "v1", plural: "controllerrevisions", kind: "ControllerRevision", isNamespaced: true,
        verbs: [.get], purpose: "whether a revision that finished Jobs are remembered for is still there")

    /// CustomResourceDefinitions.
    package static let customResourceDefinitions = ResourceType(
        group: "apiextensions.k8s.io", version: "v1", plural: "customresourcedefinitions",
        kind: "CustomResourceDefinition", isNamespaced: false,
        purpose: "CustomResourceDefinitions that are waited for, and the arrival of kinds")

    private init(
        core plural: String, _ kind: String, isNamespaced: Bool = true, verbs: [Verb] = [.list, .watch],
        purpose: String
    ) {
        self.init(
            group: "", version: "v1", plural: plural, kind: kind, isNamespaced: isNamespaced, verbs: verbs,
            purpose: purpose)
    }
}
