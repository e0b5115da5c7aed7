import Dependencies
import Encodings
import Policies

/// What becomes of a workload that is being created or changed: its own wait annotations count for its pods.
///
/// Whoever applies a manifest hears here what its pods would be refused for, since nobody sees the pods of a controller
/// being refused. What was there before never stands in the way of a change, so that nothing a cluster does by itself is
/// ever held up by an annotation.
struct WorkloadRules: Sendable {
    private let settings: AdmissionSettings
    private let wishes: WishRules
    private let circles: CircleRule

    /// The rules under these settings; `wishes` are those for annotations.
    init(_ settings: AdmissionSettings, _ wishes: WishRules) {
        self.settings = settings
        self.wishes = wishes
        circles = CircleRule(settings)
    }

    /// Decides about `new`, which stands in `body`; `old` is what it was, nil on creation. `namespace` is the request's;
    /// `namespaces` knows what it says, and `policies` hold now.
    func decide(
        _ new: WorkloadObject, _ kind: WorkloadKind, replacing old: WorkloadObject?, namespace: String,
        _ namespaces: Admission.NamespaceLookup, _ policies: PoliciesInForce, body: Span<UInt8>
    ) -> AdmissionDecision {
        guard !Self.isOthers(new), old.map(Self.isOthers) != true else { return .unchanged(warnings: []) }
        guard let template = new.template, let spec = template.spec else { return .unchanged(warnings: []) }
        let plan = CopyPlan(new, replacing: old) { TemplateClaims.keys(of: new.metadata, kind, body) }
        let hasLostJobAnnotations = !new.jobAnnotations.entries.isEmpty
        let concernsUs =
            !plan.entries.isEmpty || !plan.removals.isEmpty || hasLostJobAnnotations
            || new.metadata.annotations.copied != nil
        let namespace = namespace.isEmpty ? new.metadata.namespace : namespace
        // Its pods wait by policies as they are created; here it is only said what that means for them.
        let matches = templatePolicies(new, kind, namespace, policies, body)
        guard concernsUs || !matches.isEmpty else { return .unchanged(warnings: []) }
        guard NamespaceName.isValid(namespace) else {
            guard old == nil, concernsUs else { return .unchanged(warnings: []) }
            return .denied("request.namespace \(Excerpt.quoted(namespace)) is not the name of a namespace.")
        }
        let home = plan.entries.isEmpty && matches.isEmpty ? nil : namespaces(namespace)
        let judge = TemplateJudge(
            wishes: wishes, namespace: namespace, spec: spec, defaults: settings.defaults.overridden(by: home),
            isSoft: settings.isDenialSoft)
        let before = old.map { CopyPlan($0, replacing: nil) { [] } }
        let finding = judge.judge(plan, before, body)
        if let refusal = finding.refusal { return .denied(refusal) }

        var warnings = finding.warnings
        if finding.plan.isNews, finding.timeout != nil {
            warnings += WishRules.warnings(of: home, named: namespace)
        }
        if !finding.plan.shadowed.isEmpty {
            warnings.append(
                "\(Self.listing(finding.plan.shadowed)) on the \(kind.rawValue) is without effect: \(kind.templateName) says "
                    + "something else.")
        }
        if !finding.plan.removals.isEmpty {
            let keys = Self.listing(finding.plan.removals)
            warnings.append(
                "\(kind.templateName) loses \(keys): copied from the \(kind.rawValue), which has it no longer. If the "
                    + "template itself is to have it, apply once more.")
        }
        if finding.plan.isNews || new.deadline != old?.deadline {
            if let deadline = deadlineWarning(new, kind, finding) { warnings.append(deadline) }
        }
        if hasLostJobAnnotations, old.map({ !Self.areEqual($0.jobAnnotations, new.jobAnnotations) }) ?? true {
            warnings.append(
                "spec.jobTemplate.metadata: wait annotations of a CronJob's Job template have no effect; write them on "
                    + "the CronJob or in \(kind.templateName).metadata.")
        }
        if finding.plan.isNews || old.map({ haveOtherLabels(new, $0, body) }) ?? true {
            warnings += judge.forecast(finding.plan, matches, body)
        }
        let decision = WorkloadPatch.decision(finding.plan, for: new, template, kind, warnings)
        guard circles.isInForce else { return decision }
        let node = judge.node(new, kind, finding.annotations, matches, body)
        guard let old, let before else { return decision.waiting(as: WaitingWorkload(node, policies: matches)) }
        let oldNode = judge.node(
            old, kind, judge.reading(before.annotations), templatePolicies(old, kind, namespace, policies, body), body)
        return decision.waiting(as: WaitingWorkload(node, policies: matches, before: oldNode))
    }

    /// The policies that will select a workload's pods.
    private func templatePolicies(
        _ workload: WorkloadObject, _ kind: WorkloadKind, _ namespace: String, _ policies: PoliciesInForce,
        _ body: Span<UInt8>
    ) -> [Policy] {
        guard !policies.set.isEmpty, let template = workload.template else { return [] }
        let traits = PodTraits(
            namespace: namespace, labels: template.labels.map { PodTraits.labels(body.extracting($0)) } ?? [],
            controller: PodTraits.Owner(kind: kind.rawValue, name: workload.metadata.name))
        return policies.matches(traits).policies
    }

    /// Whether the pods get other labels, and so perhaps other policies.
    private func haveOtherLabels(_ new: WorkloadObject, _ old: WorkloadObject, _ body: Span<UInt8>) -> Bool {
        let labels = [new, old].map { workload in
            workload.template?.labels.map { PodTraits.labels(body.extracting($0)) } ?? []
        }
        return !labels[0].elementsEqual(labels[1]) { $0 == $1 }
    }

    private static func listing(_ keys: [String]) -> String { Excerpt.of(keys.joined(separator: ", "), limit: 80) }

    /// A controller keeps it as it wants it, or it is going away: whatever were changed would be changed back or hold up
    /// the end.
    private static func isOthers(_ object: WorkloadObject) -> Bool {
        object.metadata.isControlled || object.metadata.isBeingDeleted
    }

    private static func areEqual(_ one: WaitAnnotations, _ other: WaitAnnotations) -> Bool {
        one.entries.elementsEqual(other.entries) { $0.key == $1.key && WaitAnnotations.areEqual($0.value, $1.value) }
    }

    private func deadlineWarning(
        _ workload: WorkloadObject, _ kind: WorkloadKind, _ finding: TemplateFinding
    ) -> String? {
        guard let timeout = finding.timeout else { return nil }
        if let warning = workload.deadline?.warning(timeout) { return warning }
        guard let seconds = workload.template?.spec?.activeDeadlineSeconds else { return nil }
        if case .seconds(let limit) = timeout, seconds >= limit { return nil }
        return "\(kind.templateName).spec.activeDeadlineSeconds \(seconds) is shorter than the timeout of the wait "
            + "(\(timeout)): pods may be ended while they wait."
    }
}
