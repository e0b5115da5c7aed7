import Dependencies

/// Short ways to read annotations.
enum Reading {
    /// The reading of one annotation of a pod in namespace shop.
    static func of(_ name: String, _ value: String, restartPolicy: String? = nil) -> PodAnnotations {
        PodAnnotations([("wait.k8s/\(name)", value)], namespace: "shop", restartPolicy: restartPolicy)
    }

    /// The reading of several annotations, given without their prefix, of a pod in namespace shop.
    static func of(
        _ annotations: KeyValuePairs<String, String>, restartPolicy: String? = nil,
        defaults: PodDefaults = PodDefaults()
    ) -> PodAnnotations {
        PodAnnotations(
            annotations.map { ("wait.k8s/\($0.key)", $0.value) }, namespace: "shop", restartPolicy: restartPolicy,
            defaults: defaults)
    }
}

extension PodAnnotations {
    /// The canonical texts of what is asked for.
    var texts: [String] { question?.dependencies.map(\.description) ?? [] }
}
