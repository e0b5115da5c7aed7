extension MatchConditions {
    /// The conditions of the entry `workloads.wait.k8s`, by name: whose workloads, which stay, and which are or were
    /// annotated.
    package static let workloads: [(name: String, expression: String)] = [
        (
            "no-controller",
            "!has(object.metadata.ownerReferences) || "
                + "!object.metadata.ownerReferences.exists(o, has(o.controller) && o.controller)"
        ),
        ("not-being-deleted", "!has(object.metadata.deletionTimestamp)"),
        (
            "annotated",
            [
                annotated("object"), "(oldObject != null && \(inner("oldObject.metadata")))",
                "(has(object.spec.template) && has(object.spec.template.metadata) && "
                    + "\(inner("object.spec.template.metadata")))",
                "(has(object.spec.jobTemplate) && has(object.spec.jobTemplate.metadata) && "
                    + "\(inner("object.spec.jobTemplate.metadata")))",
                "(has(object.spec.jobTemplate) && has(object.spec.jobTemplate.spec.template.metadata) && "
                    + "\(inner("object.spec.jobTemplate.spec.template.metadata")))",
            ].joined(separator: " || ")
        ),
    ]

    private static func annotated(_ object: String) -> String { "(\(inner("\(object).metadata")))" }

    private static func inner(_ metadata: String) -> String {
        "has(\(metadata).annotations) && \(metadata).annotations.exists(k, k.startsWith('wait.k8s/'))"
    }
}
