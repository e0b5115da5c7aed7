import Dependencies
import Readiness

extension ObjectCache {
    /// Judges a dependency by what is known now: by its rule if all that the rule reads can be believed.
    func judge(_ dependency: Dependency, as perspective: Perspective, began: Timestamp, now: Timestamp) -> Judgement {
        if let doubt = doubt(about: dependency) { return Judgement(doubt) }
        guard let name = dependency.objectName else {
            return Judgement(
                Verdict(
                    .unknown, .cacheNotSynced,
                    "\(dependency.displayName): this server does not look objects up by their labels"))
        }
        let context = JudgementContext(
            now: now, waitBegan: began, podNamespace: perspective.podNamespace,
            completedJobs: perspective.completedJobs, podLabel: { _ in perspective.label },
            namesInPodNamespace: { names(of: $0, in: perspective.podNamespace) })
        return switch dependency.kind {
        case .service:
            ServiceRule.judge(
                dependency, service: service(name), slices: endpointSlices(of: name), context: context)
        case .job:
            JobRule.judge(dependency, job: job(name), context: context)
        default:
            Judgement(Verdict(.unknown, .cacheNotSynced, "\(dependency.displayName) cannot be judged here"))
        }
    }

    /// Whether the object that a dependency names is there, so that the pod's namespace makes no difference.
    func has(_ dependency: Dependency) -> Bool {
        guard let name = dependency.objectName else { return false }
        return switch dependency.kind {
        case .service: service(name) != nil
        case .job: job(name) != nil
        default: false
        }
    }

    /// Why a dependency cannot be judged by its rule; nil if it can.
    ///
    /// What is kept may be shown while it is being listed again; nobody is released by it then.
    private func doubt(about dependency: Dependency) -> Verdict? {
        let name = dependency.displayName
        for kind in dependency.kind.watchedKinds {
            switch state(of: kind) {
            case .current, .relisting:
                continue
            case .unsynced:
                return Verdict(
                    .unknown, .cacheNotSynced, "\(name): this server is still reading what it is judged by")
            case .interrupted(let reason):
                return Verdict(
                    .unknown, .apiServerUnreachable, "\(name): this server cannot see \(kind.resource) now: \(reason)")
            case .forbidden(let rule):
                return Verdict(
                    .waiting, .forbidden, "\(name): this server may not list and watch \(kind.resource): \(rule)")
            }
        }
        return nil
    }
}
