package import Dependencies

extension Dependency {
    /// Whether `ResourceRule` judges it, by the object's conditions and fields, and not the rule of its kind.
    ///
    /// So it is for every object of a kind without a rule of its own, for `jsonpath=`, and for a `condition=` that is none
    /// of the words of the kind's own rule.
    package var isJudgedAsResource: Bool {
        switch kind {
        case .resource: return true
        case .tcp, .http, .dns, .file, .container, .configmap, .secret: return false
        default: break
        }
        if options.field != nil { return true }
        guard let condition = options.condition else { return false }
        switch kind {
        case .pod: return PodRequirement(condition) == nil
        case .job: return JobGoal(options) == nil
        case .deployment: return WorkloadGoal(self, ownWord: "available") == nil
        case .statefulset, .daemonset: return WorkloadGoal(self, ownWord: "ready") == nil
        case .pvc: return !condition.isWord("bound")
        case .crd: return !condition.isWord("established")
        case .node: return !condition.isWord("ready")
        default: return true
        }
    }
}
