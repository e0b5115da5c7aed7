import Dependencies
import Encodings
import Policies

/// Judges the wait annotations that a workload's pods are to have.
struct TemplateJudge {
    /// The rules for annotations.
    let wishes: WishRules
    /// The workload's namespace, which is its pods'.
    let namespace: String
    /// The pods' spec.
    let spec: PodSpec
    /// What holds where annotations say nothing.
    let defaults: PodDefaults
    /// Mistakes are warnings.
    let isSoft: Bool

    /// Of how many annotations with mistakes it is found out which they are.
    private static let mostSuspects = 64

    /// Judges what `plan` would have in the template of a workload in `body`. `before` is what its template was to have
    /// before the change, nil for a new workload.
    func judge(_ plan: CopyPlan, _ before: CopyPlan?, _ body: Span<UInt8>) -> TemplateFinding {
        var whole = wish(plan.annotations, body)
        var finding = TemplateFinding(plan: plan, annotations: whole.annotations)
        // Pods that opt out are not judged either.
        guard whole.annotations.inject else { return finding }
        if let before {
            finding.refusal = refusal(of: plan, whole, before, body)
            guard finding.refusal == nil else { return finding }
            let unfit = unfitCopies(of: plan, whole, body)
            if !unfit.keys.isEmpty {
                finding.plan = plan.leavingOut(unfit.keys)
                whole = wish(finding.plan.annotations, body)
            }
            finding.warnings += unfit.mistakes.prefix(4).map { "Not copied into the pod template: \($0)" }
            // Refused later, and by a message that nobody may see.
            if finding.plan.isNews {
                finding.warnings += refusals(of: whole).prefix(4).map { "Pods of this template are refused: \($0)" }
            }
        } else {
            let refusals = refusals(of: whole)
            guard refusals.isEmpty else {
                finding.refusal = WishRules.listing(refusals)
                return finding
            }
        }
        if finding.plan.isNews {
            finding.warnings += (isSoft ? WishRules.softened(whole.mistakes) : []) + whole.warnings
            if whole.annotations.question != nil, let warning = wishes.warning(in: spec) {
                finding.warnings.append(warning)
            }
        }
        finding.annotations = whole.annotations
        finding.timeout = whole.annotations.question?.timeout
        return finding
    }

    /// Why a change is refused: for annotations that it adds or changes, and for nothing else.
    private func refusal(
        of plan: CopyPlan, _ whole: PodWish, _ before: CopyPlan, _ body: Span<UInt8>
    ) -> String? {
        let changed = plan.changed
        guard !changed.isEmpty else { return nil }
        let refusals = refusals(of: wish(changed, body))
        guard refusals.isEmpty else { return WishRules.listing(refusals) }
        // Annotations that are fine one by one may be too many together.
        guard !isSoft, let excess = whole.annotations.excess, wish(before.annotations, body).annotations.excess == nil
        else { return nil }
        return excess.description
    }

    /// The keys of copies that would be new and have mistakes, though their annotations were there before, and the
    /// mistakes. The change under review is not to blame, and must not make pods that are refused.
    private func unfitCopies(
        of plan: CopyPlan, _ whole: PodWish, _ body: Span<UInt8>
    ) -> (keys: Set<String>, mistakes: [String]) {
        let late = plan.writes.filter { !$0.isChanged }.map { (key: $0.key, value: $0.value) }
        guard !late.isEmpty else { return ([], []) }
        let excess = isSoft ? nil : whole.annotations.excess
        let mistakes = excess.map { [$0.description] } ?? refusals(of: wish(late, body))
        guard !mistakes.isEmpty else { return ([], []) }
        var unfit: Set<String> = []
        if excess == nil, late.count <= Self.mostSuspects {
            for annotation in late where !refusals(of: wish([annotation], body)).isEmpty {
                unfit.insert(annotation.key)
            }
        }
        return (unfit.isEmpty ? Set(late.map(\.key)) : unfit, mistakes)
    }

    /// What pods that are to have the annotations of `plan` are told of the policies that select them, or refused for: the
    /// API server tells their controllers, which tell nobody.
    func forecast(_ plan: CopyPlan, _ policies: [Policy], _ body: Span<UInt8>) -> [String] {
        guard !policies.isEmpty else { return [] }
        let alone = wish(plan.annotations, body)
        let under = wish(plan.annotations, body, under: policies)
        var refusals = isSoft ? [] : under.mistakes.filter { !alone.mistakes.contains($0) }
        if let policy = under.policyAlone, let obstacle = wishes.obstacle(in: spec, under: policy) {
            refusals.append(obstacle)
        }
        let texts =
            refusals.prefix(4).map { "Pods of this template are refused: \($0)" }
            + under.merge.warnings.prefix(8).map { "Pods of this template: \($0)" }
        return texts.map { Excerpt.of($0, limit: Diagnostic.maximumLength) }
    }

    private func wish(
        _ annotations: [(key: String, value: String)], _ body: Span<UInt8>, under policies: [Policy] = []
    ) -> PodWish {
        wishes.judge(annotations, namespace: namespace, in: spec, defaults: defaults, policies: policies, body)
    }

    /// What pods with such annotations would be refused for.
    private func refusals(of wish: PodWish) -> [String] {
        var refusals = isSoft ? [] : wish.mistakes
        if wish.annotations.question != nil, let obstacle = wishes.obstacle(in: spec) { refusals.append(obstacle) }
        return refusals
    }
}
