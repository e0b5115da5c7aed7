package import Dependencies

/// Whether a Node is Ready (kubernetes.io/docs/reference/node/node-status).
package enum NodeRule {
    /// Judges a Node by its condition Ready.
    package static func judge(_ dependency: Dependency, node: NodeRecord?, context: JudgementContext) -> Judgement {
        guard !dependency.isJudgedAsResource else { return Selection.notJudged(dependency) }
        return Selection.judge(dependency, node.map { [$0] } ?? [], context) { node, name in
            switch node.readiness {
            case .ready:
                return Judgement(Verdict(.ready, .nodeReady, "\(name) is Ready"))
            case .unsaid:
                return Judgement(Verdict(.waiting, .nodeNotReady, "\(name): its kubelet has not reported yet"))
            case .notReady:
                return Judgement(
                    Verdict(.waiting, .nodeNotReady, "\(name) is not Ready: see kubectl describe node"))
            case .unknown:
                let message = "\(name): its kubelet has stopped to report, so nobody knows whether it is Ready"
                return Judgement(Verdict(.waiting, .nodeUnresponsive, message))
            }
        }
    }
}
