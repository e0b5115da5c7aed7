internal import LiveGraph
internal import PodEvents
internal import StatusAPI
internal import StatusServer

/// The waits as those are told of them who tell people: the writer of Events, and whoever looks for pods that wait for each
/// other.
struct ObservingWaits: WaitObserving {
    private let recorder: EventRecorder?
    private let lookout: CircleLookout<WaitSubject>?

    /// What these are to be told; nil where there is neither.
    init?(_ recorder: EventRecorder?, _ lookout: CircleLookout<WaitSubject>?) {
        guard recorder != nil || lookout != nil else { return nil }
        self.recorder = recorder
        self.lookout = lookout
    }

    /// Passes on what concerns a pod for the people who look at it.
    func observe(_ steps: [WaitStep]) {
        if let recorder {
            let news = steps.compactMap(Self.news)
            if !news.isEmpty { recorder.note(news) }
        }
        lookout?.look(at: steps.compactMap(Self.sighting))
    }

    private static func sighting(_ step: WaitStep) -> CircleLookout<WaitSubject>.Sighting? {
        guard case .began = step.kind else { return nil }
        let subject = step.subject
        return .init(namespace: subject.namespace, name: subject.name, uid: subject.uid, pod: subject)
    }

    private static func news(_ step: WaitStep) -> WaitNews? {
        switch step.kind {
        case .began: WaitNews(step.subject, .began)
        case .verdict(let index, let line): WaitNews(step.subject, .verdict(index: index, line))
        case .ended(let end): WaitConclusion(end).map { WaitNews(step.subject, .ended($0)) }
        }
    }
}

extension WaitSubject: WaitingPod {
    /// The pod's namespace.
    package var namespace: String { pod.namespace }
    /// The pod's name.
    package var name: String { pod.name }
}

extension VerdictLine: SharedVerdict {}

extension WaitConclusion {
    /// How the end of a stream ends a wait; nil where another stream goes on with it.
    init?(_ end: WaitEnd) {
        switch end {
        case .released, .reported(.released): self = .released
        case .failed(let message): self = .failed(message)
        case .reported(.proceeded): self = .proceeded
        case .reported(.timedOut): self = .timedOut
        case .left, .moved: self = .left
        case .refused: self = .gone
        case .replaced: return nil
        }
    }
}
