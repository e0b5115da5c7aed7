package import Admission
package import Dependencies
import Encodings
import JSONText
package import Manifests

/// Puts the waiting container into manifests, as the webhook would put it into their pods: by the same code, asked in the
/// same way, first about a workload and then about the pod that its template makes.
package struct Injector: Sendable {
    private let admission: Admission
    private let namespace: String
    private let namespaces: [String: NamespaceDefaults]

    /// An injector under these settings.
    ///
    /// - Parameters:
    ///   - namespace: that of objects which name none, as `kubectl -n` says it.
    ///   - namespaces: what is known of what Namespaces say for the pods in them.
    package init(_ settings: AdmissionSettings, namespace: String, namespaces: [String: NamespaceDefaults] = [:]) {
        admission = Admission(settings)
        self.namespace = namespace
        self.namespaces = namespaces
    }

    /// The object with what it lacks; as it is, if it is of no kind that makes pods.
    package func inject(into object: ManifestObject) throws(ManifestError) -> Injection {
        var injection = Injection(outcome: .unchanged, node: object.node)
        guard let kind = GatedKind(object) else { return injection }
        if kind != .pod {
            // A controller's own object is put back as the controller wants it.
            guard object.controller == nil else { return injection }
            try review(kind, object.node, of: object, patchPrefix: [], &injection)
        }
        guard case .refused = injection.outcome else {
            var pod: ManifestNode? = injection.node
            for key in kind.templatePath { pod = pod?[key] }
            guard let pod, pod["spec"] != nil else { return injection }
            try review(.pod, pod, of: object, patchPrefix: kind.templatePath, &injection)
            return injection
        }
        return injection
    }

    private func review(
        _ kind: GatedKind, _ node: ManifestNode, of object: ManifestObject, patchPrefix: [String],
        _ injection: inout Injection
    ) throws(ManifestError) {
        let body = request(kind, node, of: object)
        let answer = admission.review(body.span) { namespaces[$0] }
        guard answer.reason == nil else {
            injection.outcome = .refused(answer.reason ?? "")
            return
        }
        let response = try JSONManifest.read(answer.body).first?["response"]
        for warning in response?["warnings"]?.elements.compactMap(\.string) ?? []
        where !injection.warnings.contains(warning) {
            injection.warnings.append(warning)
        }
        guard let patch = response?["patch"]?.string.flatMap(Base64.decode) else { return }
        for operation in try PatchOperation.read(patch, under: patchPrefix) {
            injection.node = try injection.node.applying(operation)
        }
        injection.outcome = .injected
    }

    /// An AdmissionReview of the creation of an object, which has metadata whatever the manifest says.
    private func request(_ kind: GatedKind, _ node: ManifestNode, of object: ManifestObject) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.beginObject()
        writer.member("apiVersion", "admission.k8s.io/v1")
        writer.member("kind", "AdmissionReview")
        writer.key("request")
        writer.beginObject()
        writer.member("uid", "manifest")
        writer.member("operation", "CREATE")
        writer.key("resource")
        writer.beginObject()
        writer.member("group", kind.group)
        writer.member("resource", kind.resource)
        writer.endObject()
        writer.member("namespace", object.namespace ?? namespace)
        writer.member("name", object.name)
        writer.key("object")
        writer.beginObject()
        if node["metadata"] == nil {
            writer.key("metadata")
            writer.raw("{}".utf8)
        }
        for member in node.members where member.key != "metadata" || !member.value.isNull {
            writer.key(member.key)
            member.value.write(to: &writer)
        }
        writer.endObject()
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}
