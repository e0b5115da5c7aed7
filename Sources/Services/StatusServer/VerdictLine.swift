import Readiness
package import StatusAPI

/// One dependency's verdict, with the bytes that say so, shared by every stream that shows it.
package final class VerdictLine: Sendable {
    /// What the line says.
    package let status: DependencyStatus
    /// The line as it is sent, with its newline.
    package let bytes: [UInt8]

    private let verdict: Verdict
    private let completedJobs: [CompletedJob]

    /// The line of a judgement on the dependency with this canonical text.
    init(_ judgement: Judgement, of dependency: String) {
        status = DependencyStatus(
            dependency: dependency, state: DependencyState(judgement.verdict.state),
            reason: judgement.verdict.reason.rawValue, message: judgement.verdict.message,
            completedJobs: judgement.completedJobs.map(\.description))
        bytes = WaitLine.verdict(status).json + [UInt8(ascii: "\n")]
        verdict = judgement.verdict
        completedJobs = judgement.completedJobs
    }

    /// Whether the line says what this judgement says.
    func says(_ judgement: Judgement) -> Bool {
        verdict == judgement.verdict && completedJobs == judgement.completedJobs
    }
}

extension DependencyState {
    /// The state of a verdict as the stream spells it.
    init(_ state: Verdict.State) {
        self =
            switch state {
            case .ready: .ready
            case .waiting: .waiting
            case .stalled: .stalled
            case .failed: .failed
            case .unknown: .unknown
            }
    }
}
