import Dependencies
import Encodings
import Policies
import WaitGraph

/// What becomes of pods that wait for each other, by what is known of the whole cluster.
struct CircleRule: Sendable {
    /// How long a refusal may be, in characters.
    private static let maximumRefusal = 1_024

    private let policy: AdmissionSettings.CirclePolicy
    private let isDenialSoft: Bool

    /// The rule under these settings.
    init(_ settings: AdmissionSettings) {
        policy = settings.circles
        isDenialSoft = settings.isDenialSoft
    }

    /// Circles are looked for.
    var isInForce: Bool { policy != .off }

    /// A decision, and what there is to say about a circle. `answer` is asked at most once, and only for pods that wait.
    ///
    /// What is not known for sure never stands in anybody's way. Nor does a circle among others, which the workload under
    /// review only waits for: it is mended there, and this one then starts.
    func applied(
        to decision: consuming AdmissionDecision, asking answer: Admission.CircleLookup
    ) -> AdmissionDecision {
        guard isInForce, let workload = decision.waiting else { return decision }
        if case .denied = decision.verdict { return decision }
        switch answer(workload.node) {
        case .none: return decision
        case .notKnown:
            decision.circle = .notKnown
            return decision
        case .circle(let circle):
            let own = circle.begun(at: workload.node.reference)
            if own != nil, policy == .deny, !isDenialSoft, workload.isNews {
                decision.verdict = .denied(Self.sentence(about: circle, own, workload, limit: Self.maximumRefusal))
                decision.circle = .denied
            } else {
                let limit = Diagnostic.maximumLength
                // The API server passes on 4096 characters of warnings in all, so this one comes first.
                decision.warnings.insert(Self.sentence(about: circle, own, workload, limit: limit), at: 0)
                decision.circle = .warned
            }
            return decision
        }
    }

    // MARK: Words

    /// One sentence that spells the circle out, begun at the workload under review where it is in it, and says what to do.
    private static func sentence(
        about circle: Circle, _ own: Circle?, _ workload: WaitingWorkload, limit: Int
    ) -> String {
        let named = Excerpt.of(workload.node.reference.description, limit: 80)
        let (before, after): (String, String) =
            switch own {
            case nil: ("\(named) waits for pods that never start: ", "; remove one of these waits.")
            case let own?:
                (
                    "",
                    ": \(own.consequence); remove \(own.isSelfWait ? "this wait" : "one of these waits")"
                        + "\(asked(by: workload, own))."
                )
            }
        let room = limit - before.unicodeScalars.count - after.unicodeScalars.count
        return before + Excerpt.of((own ?? circle).text(limit: room), limit: room) + after
    }

    /// Who asks for the first wait, where that stands in no manifest of the workload.
    private static func asked(by workload: WaitingWorkload, _ circle: Circle) -> String {
        guard let need = circle.steps.first?.need, let policy = workload.policy(askingFor: need) else { return "" }
        let name = Excerpt.of(policy.description, limit: 60)
        return circle.isSelfWait ? ", which \(name) asks for" : ", of which \(name) asks for the first"
    }
}
