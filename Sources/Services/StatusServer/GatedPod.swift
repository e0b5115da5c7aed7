import Dependencies
package import JSONText
import Readiness

/// What is kept of a pod that may ask: who it is, where it runs, and what its containers of ours wait for.
///
/// The rest of the pod is skipped. Every annotated pod has such a record for as long as it lives, so of its labels and
/// containers only those are kept that a question is about.
package struct GatedPod: Hashable, Sendable {
    /// Which pods may ask, as `kubectl -l` takes it.
    package static let labelSelector = "\(GateMark.label)=\(GateMark.labelValue)"
    /// The variable by which a container says its name.
    static let containerVariable = "K8S_WAIT_CONTAINER"

    /// The pod's namespace.
    package let namespace: String
    /// The pod's name.
    package let name: String
    /// The pod's UID: whoever knows it is believed to be the pod.
    package let uid: String
    /// Whether the pod is being deleted; it counts as gone then.
    package let isDeleting: Bool
    /// Whether it carries the label by which the pods that may ask are watched.
    package let isLabelled: Bool
    /// The node that it is bound to; empty before that.
    package let nodeName: String
    /// What made it; nil for a pod that nothing did.
    package let controller: ControllerReference?
    /// Its containers that may ask, in the order of the spec.
    package let containers: [WaitingContainer]
    /// The labels that `match=pod:LABEL` options of the questions name.
    private let labels: [String: String]
    /// How those of its own containers stand that the questions name.
    private var states: [ContainerState]

    /// Reads a pod as the API server sends it.
    ///
    /// - Parameter repository: the repository of our image; a container with an image of it may ask whatever its name is.
    /// - Throws: when the text is not JSON, or not a pod.
    package init(reading reader: inout JSONReader, repository: String = "") throws(JSONError) {
        self.init(try GatedPodFields(reading: &reader), repository: repository)
    }

    /// A pod with those fields.
    init(_ fields: GatedPodFields, repository: String) {
        namespace = fields.namespace
        name = fields.name
        uid = fields.uid
        isDeleting = fields.isDeleting
        isLabelled = fields.labels[GateMark.label.description] == GateMark.labelValue.description
        nodeName = fields.nodeName
        controller = fields.controller
        containers = fields.waitingContainers(repository: repository)
        var labels: [String: String] = [:]
        var states: [ContainerState] = []
        for dependency in containers.flatMap(\.dependencies) {
            if case .podLabel(let label) = dependency.options.match { labels[label] = fields.labels[label] }
            guard dependency.kind == .container, let state = fields.states[dependency.target.description] else {
                continue
            }
            if !states.contains(state) { states.append(state) }
        }
        self.labels = labels
        self.states = states
    }

    /// The same pod, of whose containers nobody knows how they stand.
    var withoutStates: GatedPod {
        var pod = self
        pod.states = []
        return pod
    }

    /// The value of a label, if the pod has it and a question compares it.
    package func label(_ name: String) -> String? { labels[name] }

    /// How one of the pod's containers stands, if it has a status and a question is about it.
    func state(ofContainer name: String) -> ContainerState? { states.first { $0.name == name } }

    /// The container that asks: the one named, else the one named `k8s-wait`, else the only one.
    ///
    /// - Throws: when there is none of that name, or none at all, or it is not clear which is meant.
    package func container(_ wanted: String?) throws(WaitingContainerError) -> WaitingContainer {
        let names = containers.map(\.name).joined(separator: ", ")
        if let wanted {
            if let found = containers.first(where: { $0.name == wanted }) { return found }
            throw WaitingContainerError(
                "it has no container \(wanted) of this image; set \(Self.containerVariable) to "
                    + (containers.isEmpty ? "the container's name" : "one of \(names)"))
        }
        if let found = containers.first(where: { $0.name == GateMark.containerName.description }) { return found }
        guard let only = containers.first else {
            throw WaitingContainerError("it has no init container \(GateMark.containerName)")
        }
        guard containers.count == 1 else {
            throw WaitingContainerError(
                "it has several containers of this image, \(names); set \(Self.containerVariable) in each to its own name"
            )
        }
        return only
    }
}
