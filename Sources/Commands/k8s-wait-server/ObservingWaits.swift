internal import PodEvents
internal import StatusAPI
internal import StatusServer

/// The waits as the writer of Events is told of them.
struct ObservingWaits: WaitObserving {
    private let recorder: EventRecorder

    /// What a recorder that runs is to be told.
    init(_ recorder: EventRecorder) { self.recorder = recorder }

    /// Passes on what concerns a pod for the people who look at it.
    func observe(_ steps: [WaitStep]) {
        let news = steps.compactMap(Self.news)
        if !news.isEmpty { recorder.note(news) }
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
