import Dependencies
import Readiness

/// Who asks, as far as the gated pods tell: the live pod is the credential and the question.
enum Identity {
    /// Nothing has changed for this wait.
    case unchanged
    /// It is still this pod, whose labels may have changed.
    case same(GatedPod)
    /// It is this container of this pod, and this is what it waits for.
    case known(GatedPod, container: String, WaitQuestion)
    /// It cannot be told now. The message is for the client; nil while there is still hope to answer with a plain refusal.
    case parked(Wait.Parking, until: Timestamp?, message: String?)
    /// The wait ends.
    case ended(WaitEnd)

    /// Looks the pod of a wait up.
    init(of wait: Wait, in cache: ObjectCache, settings: StatusServerSettings, now: Timestamp) {
        guard cache.state(of: .gatedPods).isTrusted else {
            self = Identity.unsynced(wait, cache.state(of: .gatedPods))
            return
        }
        let pod = cache.pod(wait.pod) ?? cache.strayPod(wait.pod)
        if wait.phase == .asked {
            if let pod, pod.uid == wait.uid, !pod.isDeleting {
                self = .same(pod)
            } else {
                self = .ended(.refused("Pod \(wait.pod) has been deleted"))
            }
        } else if let pod, pod.uid == wait.uid {
            self = Identity.question(of: pod, in: wait.container)
        } else if let pod, !pod.isDeleting {
            self = Identity.otherUID(wait, now: now, patience: settings.identityGrace)
        } else {
            self = Identity.unseen(wait, now: now, patience: settings.unknownPodPatience)
        }
    }

    /// What a container of a pod with the right UID asks.
    static func question(of pod: GatedPod, in name: String?) -> Identity {
        guard !pod.isDeleting else { return .ended(.refused("Pod \(pod.objectName) is being deleted")) }
        do throws(WaitingContainerError) {
            let container = try pod.container(name)
            return .known(pod, container: container.name, try container.question().withoutDuplicates)
        } catch {
            return .ended(.refused("Pod \(pod.objectName): \(error.message)"))
        }
    }

    private static func unsynced(_ wait: Wait, _ state: CacheState) -> Identity {
        switch wait.phase {
        case .asked, .parked(.unsynced, _): .unchanged
        case .new, .parked: .parked(.unsynced, until: nil, message: "The server cannot tell who asks: \(state.text)")
        }
    }

    private static func unseen(_ wait: Wait, now: Timestamp, patience: Duration) -> Identity {
        if case .parked(.unseen, let until?) = wait.phase {
            return until <= now ? .ended(.moved) : .unchanged
        }
        return .parked(
            .unseen, until: now.adding(patience),
            message: "Pod \(wait.pod) is not known to the server yet: it appears once it carries the label "
                + GatedPod.labelSelector + ", or has been read")
    }

    private static func otherUID(_ wait: Wait, now: Timestamp, patience: Duration) -> Identity {
        let refusal = WaitEnd.refused("Pod \(wait.pod) has another UID than the one that was given")
        guard patience > .zero else { return .ended(refusal) }
        if case .parked(.otherUID, let until?) = wait.phase {
            return until <= now ? .ended(refusal) : .unchanged
        }
        return .parked(.otherUID, until: now.adding(patience), message: nil)
    }
}

extension WaitQuestion {
    /// The question with each dependency named once.
    fileprivate var withoutDuplicates: WaitQuestion {
        var seen: Set<Dependency> = []
        var question = self
        question.dependencies = dependencies.filter { seen.insert($0).inserted }
        return question
    }
}

extension Timestamp {
    /// This moment, so much later.
    fileprivate func adding(_ duration: Duration) -> Timestamp {
        let parts = duration.components
        return adding(seconds: Int(clamping: parts.seconds) + (parts.attoseconds > 0 ? 1 : 0))
    }
}
