package import KubernetesClient

/// A collection of objects that one reflector lists and watches: which objects, and what is kept of them.
///
/// Equal questions share one: it is watched once however many pods wait for what is in it.
package struct WatchedCollection: Hashable, Sendable, CustomStringConvertible {
    /// Where the API server serves it.
    package let resource: ResourceType
    /// What is kept of an object.
    package let form: RecordForm
    /// The namespace of its objects; nil for all.
    package let namespace: String?
    /// Which objects are wanted, as `kubectl -l` takes it; nil for all.
    package let labelSelector: String?
    /// Which objects are wanted, as `kubectl --field-selector` takes it; nil for all.
    package let fieldSelector: String?

    /// The objects of a type that these choose.
    package init(
        _ resource: ResourceType, as form: RecordForm, namespace: String? = nil, labelSelector: String? = nil,
        fieldSelector: String? = nil
    ) {
        self.resource = resource
        self.form = form
        self.namespace = namespace
        self.labelSelector = labelSelector
        self.fieldSelector = fieldSelector
    }

    /// The one object of that name; a type without namespaces has the empty one.
    package init(_ resource: ResourceType, as form: RecordForm, only name: ObjectName) {
        self.init(
            resource, as: form, namespace: resource.isNamespaced ? name.namespace : nil,
            fieldSelector: "metadata.name=\(name.name)")
    }

    /// The pods that may ask. Always watched.
    package static let gatedPods = WatchedCollection(
        .pods, as: .gatedPod, labelSelector: GatedPod.labelSelector)
    /// All Services.
    package static let services = WatchedCollection(.services, as: .service)
    /// All EndpointSlices.
    package static let endpointSlices = WatchedCollection(.endpointSlices, as: .endpointSlice)
    /// All Jobs.
    package static let jobs = WatchedCollection(.jobs, as: .job)

    /// All CronJobs.
    package static let cronJobs = WatchedCollection(.cronJobs, as: .cronJob)
    /// All Deployments.
    package static let deployments = WatchedCollection(.deployments, as: .deployment)
    /// All StatefulSets.
    package static let statefulSets = WatchedCollection(.statefulSets, as: .statefulSet)
    /// All DaemonSets.
    package static let daemonSets = WatchedCollection(.daemonSets, as: .daemonSet)

    /// All PersistentVolumeClaims.
    package static let volumeClaims = WatchedCollection(.persistentVolumeClaims, as: .volumeClaim)
    /// All CustomResourceDefinitions.
    package static let definitions = WatchedCollection(.customResourceDefinitions, as: .definition)
    /// All Nodes.
    package static let nodes = WatchedCollection(.nodes, as: .node)
    /// All Namespaces, for what they grant to others.
    package static let namespaces = WatchedCollection(.namespaces, as: .namespace)

    /// One pod that may ask and does not have the label: a hand-written container that the webhook did not see.
    package static func pod(_ name: ObjectName) -> WatchedCollection {
        WatchedCollection(.pods, as: .gatedPod, only: name)
    }

    /// The pod that `pod` names; nil for every other collection.
    var strayPod: ObjectName? {
        guard form == .gatedPod, let namespace, let name = fieldSelector?.split(separator: "=").last else { return nil }
        return ObjectName(namespace: namespace, name: String(name))
    }

    /// Every pod of a namespace.
    package static func pods(inNamespace namespace: String) -> WatchedCollection {
        WatchedCollection(.pods, as: .pod, namespace: namespace)
    }

    /// Whether it is one of the few that take in a whole cluster. All others are as many as people ask for, and so are
    /// limited, and whatever changes in one concerns everybody who waits for it.
    var isWhole: Bool {
        isOfGatedPods || (namespace == nil && labelSelector == nil && fieldSelector == nil)
    }

    /// Whether its objects are looked for by what they have in common. Those of a selection are all meant at once, and may be many.
    var isLinked: Bool { isOfGatedPods || (labelSelector == nil && fieldSelector == nil) }

    /// Whether it is that of the pods that may ask by their label.
    private var isOfGatedPods: Bool { form == .gatedPod && fieldSelector == nil }

    /// The label of metrics and logs: all collections of one type have one.
    package var label: String { isOfGatedPods ? "gatedpods" : resource.plural }

    /// `jobs.batch`, `pods in db with app=web`.
    package var description: String {
        var text = resource.description
        if let namespace { text += " in \(namespace)" }
        let selectors = [labelSelector, fieldSelector].compactMap { $0 }
        if !selectors.isEmpty { text += " with \(selectors.joined(separator: ", "))" }
        return text
    }
}
