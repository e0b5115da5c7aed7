import Dependencies
import Manifests

/// What is kept of an object that a cluster has: a few fields, for clusters are large.
enum ClusterObject {
    /// Whether it is going away.
    static func isBeingDeleted(_ object: ManifestNode) -> Bool { object["metadata"]?["deletionTimestamp"] != nil }

    /// The object without what is never looked at, and without places in a text that nobody has.
    static func reduced(_ object: ManifestNode) -> ManifestNode {
        let spec = object["spec"]
        let keepsWholeSpec = object["kind"]?.string?.hasSuffix("WaitPolicy") == true
        return mapping([
            ("apiVersion", object["apiVersion"].map(plain)), ("kind", object["kind"].map(plain)),
            ("metadata", object["metadata"].map(reducedMetadata)),
            ("spec", spec.map { keepsWholeSpec ? plain($0) : reducedSpec($0) }),
            (
                "status",
                object["status"].map {
                    only(["readyReplicas", "numberReady", "ready", "succeeded", "conditions"], of: $0)
                }
            ),
        ])
    }

    /// How many pods of a workload are past their waits, as its status tells: those that are ready, or have finished.
    static func startedPods(of object: ManifestNode) -> Int {
        let status = object["status"]
        return ["readyReplicas", "numberReady", "ready", "succeeded"].reduce(0) {
            $0 &+ min(max(status?[$1]?.integer ?? 0, 0), 1 << 30)
        }
    }

    private static func reducedMetadata(_ metadata: ManifestNode) -> ManifestNode {
        let annotations = (metadata["annotations"]?.members ?? []).filter {
            $0.key.hasPrefix(GateMark.prefix.description)
        }
        return mapping(
            ["name", "namespace", "labels", "ownerReferences", "generation"].map { ($0, metadata[$0].map(plain)) }
                + [("annotations", annotations.isEmpty ? nil : plain(ManifestNode(.mapping(annotations))))])
    }

    private static func reducedSpec(_ spec: ManifestNode) -> ManifestNode {
        mapping(
            ["type", "ports", "selector", "replicas", "scaleTargetRef"].map { ($0, spec[$0].map(plain)) } + [
                ("template", spec["template"].map(reducedTemplate)),
                (
                    "jobTemplate",
                    spec["jobTemplate"].map { job in
                        mapping([
                            (
                                "spec",
                                mapping([("template", job["spec"]?["template"].map(reducedTemplate))])
                            )
                        ])
                    }
                ),
            ])
    }

    private static func reducedTemplate(_ template: ManifestNode) -> ManifestNode {
        let spec = template["spec"]
        let containers = spec?["initContainers"]?.elements ?? []
        return mapping([
            ("metadata", template["metadata"].map(reducedMetadata)),
            (
                "spec",
                mapping([
                    ("restartPolicy", spec?["restartPolicy"].map(plain)),
                    (
                        "initContainers",
                        ManifestNode(.sequence(containers.map { only(["name", "image", "args"], of: $0) }))
                    ),
                ])
            ),
        ])
    }

    private static func only(_ keys: [String], of node: ManifestNode) -> ManifestNode {
        mapping(keys.map { ($0, node[$0].map(plain)) })
    }

    private static func mapping(_ members: [(String, ManifestNode?)]) -> ManifestNode {
        ManifestNode(
            .mapping(members.compactMap { key, value in value.map { ManifestNode.Member(key: key, value: $0) } }))
    }

    /// The same, standing nowhere. As deep as the reader let it be.
    private static func plain(_ node: ManifestNode) -> ManifestNode {
        switch node.content {
        case .mapping(let members):
            ManifestNode(.mapping(members.map { ManifestNode.Member(key: $0.key, value: plain($0.value)) }))
        case .sequence(let elements): ManifestNode(.sequence(elements.map(plain)))
        default: ManifestNode(node.content)
        }
    }
}
