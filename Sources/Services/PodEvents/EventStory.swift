import Encodings
import StatusAPI

/// What an Event is to say, before it is put into words: that is done only once it is written.
enum EventStory: Sendable {
    /// It waits, for whatever it waits for when the Event is written.
    case waiting
    /// It has waited long enough, and fails.
    case timedOut(DependencyStates)
    /// It was released.
    case ready(DependencyStates)
    /// A dependency has failed for good; the text says which and why.
    case failed(String)
    /// It starts without these.
    case proceeded(DependencyStates)
    /// It waits for what waits for it; the text spells that out.
    case circle(String)

    /// How many characters a message has at most; the events.k8s.io API would take 1024 bytes.
    private static let longestMessage = 1_000
    /// How many dependencies are named, as in the client's progress line.
    private static let mostNamed = 3
    /// The name that our own container has.
    private static let usualContainer = "k8s-wait"

    /// What the Event is about. A time-out that ends in a failure is the last that there is to say of the waiting.
    var reason: EventReason {
        switch self {
        case .waiting, .timedOut: .waiting
        case .ready: .ready
        case .failed: .failed
        case .proceeded: .proceeded
        case .circle: .circle
        }
    }

    /// Whether somebody should look at it: type `Warning` rather than `Normal`.
    var isWarning: Bool {
        switch self {
        case .waiting, .ready: false
        case .timedOut, .failed, .proceeded, .circle: true
        }
    }

    /// The Event's message; nil when there is nothing to say.
    ///
    /// - Parameter present: how the dependencies stand now.
    func message(of pod: any WaitingPod, _ present: DependencyStates) -> String? {
        let text: String? =
            switch self {
            case .waiting: Self.progress(pod, present.all)
            case .timedOut(let states): "timed out: " + (Self.progress(pod, states.all) ?? "not everything was ready")
            case .ready(let states): Self.allReady(pod, states.all)
            case .failed(let text): text.isEmpty ? "a dependency has failed for good" : text
            case .proceeded(let states): "the time is over; " + Self.without(pod, states.all)
            case .circle(let text): text
            }
        guard let text else { return nil }
        if case .circle = self { return Excerpt.of(text, limit: Self.longestMessage) }
        let prefix = pod.container == Self.usualContainer ? "" : "container \(pod.container): "
        return Excerpt.of(prefix + text, limit: Self.longestMessage)
    }

    private static func progress(_ pod: any WaitingPod, _ states: [DependencyStatus?]) -> String? {
        let blockers = states.blockers.map(\.text)
        let total = pod.judgedCount + pod.probes.count
        let start = "\(states.count { $0?.state == .ready }) of \(total) ready; "
        guard blockers.isEmpty else {
            let probed = pod.probes.isEmpty ? "" : "; the container itself asks for \(named(pod.probes))"
            return "\(start)waiting for \(named(blockers))\(probed)"
        }
        guard !pod.probes.isEmpty else { return nil }
        return
            "\(pod.judgedCount == 0 ? "" : start)waiting for \(named(pod.probes)), which the container asks for itself"
    }

    private static func allReady(_ pod: any WaitingPod, _ states: [DependencyStatus?]) -> String {
        let total = pod.judgedCount + pod.probes.count
        let texts = states.compactMap { $0?.text } + pod.probes
        return "\(total) of \(total) ready" + (texts.isEmpty ? "" : ": \(named(texts))")
    }

    private static func without(_ pod: any WaitingPod, _ states: [DependencyStatus?]) -> String {
        let blockers = states.blockers.map(\.text)
        if !blockers.isEmpty { return "the pod starts without \(named(blockers))" }
        if !pod.probes.isEmpty { return "the pod starts without all of \(named(pod.probes))" }
        return "the pod starts without everything that it waited for"
    }

    private static func named(_ texts: [String]) -> String {
        let named = texts.prefix(mostNamed).joined(separator: "; ")
        return texts.count > mostNamed ? "\(named); and \(texts.count - mostNamed) more" : named
    }
}

extension [DependencyStatus?] {
    /// Those that are known and not ready, in the question's order.
    var blockers: [DependencyStatus] { compactMap { $0 }.filter { $0.state != .ready } }
}

extension DependencyStatus {
    /// One line that says what it is and where it stands.
    fileprivate var text: String { message.isEmpty ? dependency : message }
}
