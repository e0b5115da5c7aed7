package import Dependencies

/// Checks manifests before they are applied: what their pods wait for, and whether that can ever come true.
package enum Linter {
    /// What is found in these texts, in the order of the texts. Findings are about the texts alone, whatever the cluster has.
    ///
    /// - Parameters:
    ///   - namespace: that of objects which say none.
    ///   - known: what is in the cluster already, so that no manifest must have it.
    ///   - cluster: what is known of the cluster; nil where none was asked.
    package static func findings(
        in sources: [LintSource], namespace: String, known: [Dependency] = [], cluster: ClusterSnapshot? = nil
    ) -> [LintFinding] {
        let inventory = Inventory(sources, namespace: namespace, cluster: cluster)
        let circles = CircleCheck(inventory: inventory)
        var findings = AnnotationCheck(inventory: inventory).findings + PolicyCheck(inventory: inventory).findings
        findings += circles.findings
        findings += PresenceCheck(inventory: inventory, known: known).findings
        findings += HookDeletionCheck(inventory: inventory).findings
        var orders = HelmStages(inventory)?.orders ?? []
        if let argo = ArgoStages(inventory) { orders.append(argo.order) }
        orders += FluxStages(inventory)?.orders ?? []
        for order in orders { findings += order.findings(in: inventory) }

        var seen: Set<LintFinding> = []
        let places = Dictionary(sources.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
        return findings.filter { seen.insert($0).inserted }.enumerated().sorted { one, other in
            (places[one.element.file] ?? 0, one.element.position, one.offset)
                < (places[other.element.file] ?? 0, other.element.position, other.offset)
        }.map(\.element)
    }

    /// What must be asked of the cluster before these texts can be checked against it, beside what was asked already; answers
    /// may bring further questions, until there are none. Parameters as above.
    package static func questions(
        in sources: [LintSource], namespace: String, known: [Dependency] = [], cluster: ClusterSnapshot
    ) -> [ClusterQuestion] {
        ClusterQuestions(
            inventory: Inventory(sources, namespace: namespace, cluster: cluster), known: known
        ).open
    }
}
