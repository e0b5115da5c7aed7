import Dependencies
import Readiness

/// What a judgement depends on beside the cluster's objects and time. Waiters with equal perspectives that began at the
/// same moment get the same judgement, so nothing is in it that the dependency's rule does not read.
struct Perspective: Hashable, Sendable {
    /// The pod's namespace. It decides what may be looked at; beside that only a missing object is judged by it, for the
    /// hint at near names.
    var podNamespace: String
    /// The value of the pod's label that `match=pod:LABEL` names; nil if the pod has none, or the dependency compares none.
    var label: String?
    /// The pod's node, if the dependency is about that; empty as long as it has none.
    var nodeName: String?
    /// What made the pod, if another pod's sight of the Job may count for it.
    var controller: ControllerReference?
    /// How the pod's container stands that the dependency names.
    var container: ContainerState?
    /// The Jobs that this server has seen complete for this dependency while the pod waited, in whichever of its streams.
    var seenJobs: Set<CompletedJob> = []
    /// The Jobs that the client of this stream says to have seen complete. They count for this stream alone: the next one
    /// may be somebody else's, whose pod must not start by what a stranger has made up.
    let claimedJobs: Set<CompletedJob>

    /// What a dependency's rule reads of a pod.
    init(
        of pod: GatedPod, for dependency: Dependency, seenJobs: Set<CompletedJob> = [],
        claimedJobs: Set<CompletedJob> = []
    ) {
        podNamespace = pod.namespace
        self.seenJobs = seenJobs
        self.claimedJobs = claimedJobs
        take(pod, for: dependency)
    }

    /// What a dependency's rule reads where no pod asks.
    init(namespace: String) {
        podNamespace = namespace
        claimedJobs = []
    }

    /// The Jobs that count as seen complete for this dependency.
    var completedJobs: Set<CompletedJob> { claimedJobs.isEmpty ? seenJobs : seenJobs.union(claimedJobs) }

    /// Takes what has changed of the pod.
    mutating func take(_ pod: GatedPod, for dependency: Dependency) {
        if case .podLabel(let name) = dependency.options.match { label = pod.label(name) }
        if dependency.isAboutNode { nodeName = pod.nodeName }
        if dependency.kind == .container { container = pod.state(ofContainer: dependency.target.description) }
        if dependency.isRemembered { controller = pod.controller }
    }

    /// Who asks, as the memory of finished Jobs knows it; nil for a pod without a controller.
    var asker: JobAsker? {
        controller.map { JobAsker(namespace: podNamespace, controller: $0, label: label) }
    }
}

extension Dependency {
    /// Whether it is judged by what is on the waiting pod's own node.
    var isAboutNode: Bool {
        switch kind {
        case .pod: options.isOnSameNode
        case .daemonset: !options.isAnywhere
        default: false
        }
    }

    /// Whether an absent Job may count as done.
    var isRemembered: Bool {
        kind == .job && objectName != nil && options.remember != .never
    }
}
