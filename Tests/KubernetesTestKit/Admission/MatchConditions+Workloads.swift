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
                "(has(object.spec.jobTemplate) && has(object.spec.jobTemplate.spec.template.metadata) && "
                    + "\(inner("object.spec.jobTemplate.spec.template.metadata")))",
            ].joined(separator: " || ")
        ),
    ]

    /// Makes those known.
    mutating func registerWorkloads() {
        register(Self.workloads[0].expression) { attributes in
            let owners = attributes.object?.at("metadata", "ownerReferences")?.array ?? []
            return !owners.contains { $0["controller"]?.boolean == true }
        }
        register(Self.workloads[1].expression) { $0.object?.at("metadata", "deletionTimestamp") == nil }
        register(Self.workloads[2].expression) { attributes in
            let places = [
                attributes.object?["metadata"], attributes.oldObject?["metadata"],
                attributes.object?.at("spec", "template", "metadata"),
                attributes.object?.at("spec", "jobTemplate", "spec", "template", "metadata"),
            ]
            return places.contains { place in
                (place?["annotations"]?.object?.keys ?? []).contains { $0.hasPrefix("wait.k8s/") }
            }
        }
    }

    private static func annotated(_ object: String) -> String { "(\(inner("\(object).metadata")))" }

    private static func inner(_ metadata: String) -> String {
        "has(\(metadata).annotations) && \(metadata).annotations.exists(k, k.startsWith('wait.k8s/'))"
    }
}
