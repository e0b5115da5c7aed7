import Dependencies

/// The pods that a selector chose, one at least, counted by what is asked of them.
struct PodCensus {
    private let requirement: PodRequirement
    private let uptime: Uptime
    private let minimum: MinimumCount
    /// Those that may have to be as asked.
    private var total = 0
    /// Of these, those that are.
    private var met = 0
    /// Of these, those that have been so for long enough.
    private var counting = 0
    /// When the next one will have been so for long enough.
    private var nextCounting: Timestamp?
    /// Those that are not as asked and will not be by themselves.
    private var hopeless = 0
    /// The trouble of the first of these by name, of those that say what it is.
    private var trouble = PodRecord.Trouble.none
    private var troubled = ""

    /// Counts pods, none of which is being deleted.
    init(of pods: [PodRecord], _ requirement: PodRequirement, _ options: DependencyOptions, now: Timestamp) {
        self.requirement = requirement
        uptime = Uptime(options)
        minimum = options.minimum ?? .count(1)
        for pod in pods where requirement != .ready || pod.phase != .succeeded {
            count(pod, now)
        }
    }

    private mutating func count(_ pod: PodRecord, _ now: Timestamp) {
        total += 1
        guard requirement.isMet(by: pod) else {
            if isHopeless(pod) {
                hopeless += 1
                if pod.trouble != .none, trouble == .none || pod.name < troubled {
                    (trouble, troubled) = (pod.trouble, pod.name)
                }
            }
            return
        }
        met += 1
        switch uptime.standing(since: pod.since, now: now) {
        case .reached: counting += 1
        case .reachedAt(let time): nextCounting = nextCounting.map { min($0, time) } ?? time
        case .unknowable: break
        }
    }

    /// A failed pod that a controller replaces holds nobody up, unless every pod is asked for.
    private func isHopeless(_ pod: PodRecord) -> Bool {
        switch pod.phase {
        case .failed: minimum == .all || !pod.hasController
        case .succeeded: false
        case .pending, .running, .unknown: pod.trouble != .none
        }
    }

    /// The judgement on what was counted.
    func judge(_ dependency: Dependency) -> Judgement {
        let name = dependency.displayName
        guard total > 0 else {
            let message = "\(name): all that match have succeeded, so none is left to be Ready"
            return Judgement(Verdict(.waiting, .ended, message))
        }
        let wanted =
            switch minimum {
            case .count(let count): count
            case .all: total
            }
        var message = "\(name): \(met) of \(total) \(requirement.words)"
        if uptime.isAsked { message += ", \(counting)\(uptime.suffix)" }
        guard counting < wanted else { return Judgement(Verdict(.ready, .podsReady, message)) }
        switch minimum {
        case .count(let count) where count > 1: message += ", \(count) wanted"
        case .count: break
        case .all: message += ", all wanted"
        }
        guard hopeless == 0 || total - hopeless >= wanted else {
            let hint = trouble == .none ? "\(hopeless) failed, and nothing replaces them" : "of one, \(trouble.hint)"
            let reason = trouble.reason ?? .failed
            return Judgement(Verdict(.stalled, reason, "\(message); \(hint)"), reviewAt: nextCounting)
        }
        let reason: Verdict.Reason = met < wanted ? .podsNotReady : .tooRecent
        return Judgement(Verdict(.waiting, reason, message), reviewAt: nextCounting)
    }
}
