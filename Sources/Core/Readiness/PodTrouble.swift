/// How messages tell what keeps pods from becoming Ready.
extension PodRecord.Trouble {
    /// The reason of the verdict; nil for no trouble.
    var reason: Verdict.Reason? {
        switch self {
        case .none: nil
        case .unschedulable: .unschedulable
        case .crashLoop: .crashLoop
        case .image: .imageUnavailable
        case .configuration: .configurationMissing
        }
    }

    /// What is wrong and where to look, after the pod's name.
    var hint: String {
        switch self {
        case .none: ""
        case .unschedulable: "no node takes it: see kubectl describe pod"
        case .crashLoop: "a container of it ends again and again: see kubectl logs --previous"
        case .image: "an image of it cannot be pulled: see kubectl describe pod"
        case .configuration: "a container of it cannot be created, see kubectl describe pod; is a ConfigMap missing?"
        }
    }
}
