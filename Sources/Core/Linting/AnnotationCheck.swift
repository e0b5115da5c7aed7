import Admission
import Dependencies
import ManifestInjection
import Manifests

/// Checks that annotations say what can be read, and stand where they are read.
struct AnnotationCheck {
    /// The objects.
    let inventory: Inventory

    /// What is wrong, in the order of the objects.
    var findings: [LintFinding] {
        let workloads = Dictionary(uniqueKeysWithValues: inventory.workloads.map { ($0.index, $0) })
        return inventory.entries.indices.flatMap { index in
            let entry = inventory.entries[index]
            guard let workload = workloads[index] else { return idle(entry, entry.object.node) }
            var findings = check(workload)
            if workload.kind == .cronJob, let job = entry.object["spec", "jobTemplate"] {
                findings += idle(entry, job)
            }
            return findings
        }
    }

    private func check(_ workload: LintedWorkload) -> [LintFinding] {
        var findings = workload.annotations.compactMap { annotation in
            annotation.node.string == nil
                ? inventory.finding(
                    .badAnnotation, workload.entry, at: annotation.node.origin?.lowerBound,
                    "\(annotation.key) must be a text: put its value in quotes.") : nil
        }
        let texts = Set(workload.annotations.filter { $0.node.string != nil }.map(\.key))
        findings += workload.reading.errors.filter { texts.contains($0.annotation) }.map {
            finding(.badAnnotation, $0, workload)
        }
        findings += workload.reading.warnings.map { finding(.doubtfulAnnotation, $0, workload) }
        // Of what the webhook says, only what is not said yet.
        if findings.allSatisfy({ $0.rule != .badAnnotation }), let reason = refusal(of: workload) {
            findings.append(
                inventory.finding(
                    .refused, workload.entry, at: workload.firstAnnotation, reason))
        }
        return findings
    }

    private func finding(_ rule: LintRule, _ diagnostic: Diagnostic, _ workload: LintedWorkload) -> LintFinding {
        let annotation = workload.annotations.first { $0.key == diagnostic.annotation }
        let text = inventory.sources[workload.entry.source].text
        // What is wrong with a key is said at the key's value, which is beside it.
        let offset = annotation.flatMap { ScalarPlace.offset(ofColumn: diagnostic.column, in: $0.node, text) }
        return inventory.finding(rule, workload.entry, at: offset, "\(diagnostic.annotation): \(diagnostic.message)")
    }

    /// Whatever kinds the server's operator has allowed: that is not known here.
    private func refusal(of workload: LintedWorkload) -> String? {
        var settings = AdmissionSettings(
            version: "lint", image: "k8s-wait", statusURL: "https://k8s-wait", defaults: PodDefaults())
        settings.windows = .allow
        settings.allowedImages = [ImagePattern("*")]
        let groups = (workload.reading.question?.dependencies ?? []).compactMap { dependency in
            dependency.resourceType.firstIndex(of: ".").map {
                "*" + dependency.resourceType[$0...]
            }
        }
        settings.allowedKinds = AllowedKinds((["configmaps", "secrets"] + groups).joined(separator: ","))
        let injector = Injector(settings, namespace: workload.entry.namespace)
        guard let injection = try? injector.inject(into: workload.entry.object) else { return nil }
        if case .refused(let reason) = injection.outcome { return reason }
        return nil
    }

    /// Wait annotations on what makes no pods. A Namespace has some of its own.
    private func idle(_ entry: Inventory.Entry, _ node: ManifestNode) -> [LintFinding] {
        let members = (node["metadata"]?["annotations"]?.members ?? []).filter {
            $0.key.hasPrefix(GateMark.prefix.description)
        }
        guard !members.isEmpty else { return [] }
        guard entry.object.kind != "Namespace" else {
            let text = inventory.sources[entry.source].text
            return NamespaceDefaults(members.map { ($0.key, $0.value.string ?? "") }).mistakes.map { mistake in
                let node = members.first { $0.key == mistake.annotation }?.value
                return inventory.finding(
                    .badAnnotation, entry,
                    at: node.flatMap { ScalarPlace.offset(ofColumn: mistake.column, in: $0, text) },
                    "\(mistake.annotation): \(mistake.message)")
            }
        }
        return members.map { member in
            inventory.finding(
                .idleAnnotation, entry, at: member.keyOrigin?.lowerBound,
                "\(member.key) has no effect here: it belongs on a workload, or on its pod template.")
        }
    }
}
