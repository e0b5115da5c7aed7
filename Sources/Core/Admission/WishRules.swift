import Dependencies
import Encodings
import Policies

/// What annotations may ask for under the operator's settings: the same for pods and for the templates that they are made
/// from, so that a workload is refused for exactly what its pods would be refused for.
struct WishRules: Sendable {
    private static let windowsWarning =
        "The pod is for Windows nodes, where k8s-wait does not run: it starts without waiting."

    /// Which kinds may be waited for.
    let permission: KindPermission
    private let settings: AdmissionSettings

    /// The rules under these settings.
    init(_ settings: AdmissionSettings) {
        self.settings = settings
        permission = KindPermission(settings.allowedKinds, settings.crossNamespace)
    }

    /// Judges the annotations of a pod of `namespace` whose spec, in `body`, is `spec`, together with the policies that
    /// select it. Where they say nothing, `defaults` hold.
    func judge(
        _ annotations: [(key: String, value: String)], namespace: String, in spec: PodSpec, defaults: PodDefaults,
        policies: [Policy] = [], _ body: Span<UInt8>
    ) -> PodWish {
        let read = PodAnnotations(
            annotations, namespace: namespace, restartPolicy: spec.restartPolicy, defaults: defaults)
        let merge = PolicyMerge(
            read, policies, namespace: namespace, restartPolicy: spec.restartPolicy, defaults: defaults)
        let dependencies = merge.question?.dependencies ?? []
        let files = FileMounts(for: dependencies, in: spec, body)
        var mistakes = read.errors.map(\.description)
        if let mistake = mistake(inImageOf: read) { mistakes.append(mistake) }
        if let excess = merge.excess { mistakes.append(excess) }
        mistakes += permission.mistakes(in: dependencies, from: namespace) + files.mistakes
        return PodWish(annotations: read, merge: merge, files: files, mistakes: mistakes)
    }

    /// Why a pod that waits cannot have the container, whatever it waits for; nil where it can. `policy` is by what it waits
    /// if its annotations ask for nothing.
    func obstacle(in spec: PodSpec, under policy: PolicyName? = nil) -> String? {
        if spec.isForWindows {
            guard settings.windows == .refuse else { return nil }
            if let policy {
                return "The pod is for Windows nodes, where k8s-wait does not run, so it cannot wait as "
                    + "\(Excerpt.of(policy.description, limit: 80)) asks; let the policy select other pods."
            }
            return "The pod is for Windows nodes, where k8s-wait does not run, so it cannot wait; remove its wait.k8s/ "
                + "annotations or set wait.k8s/inject: \"false\"."
        }
        guard let taken = spec.containers.ours else { return nil }
        return "spec.containers[\(taken.index)] is named \(GateMark.containerName), the name of the injected "
            + "init container; give it another name."
    }

    /// What is to be known of a pod that waits for something but is let through; nil where there is nothing.
    func warning(in spec: PodSpec) -> String? {
        spec.isForWindows && settings.windows == .allow ? Self.windowsWarning : nil
    }

    /// Whether an image may be the waiting container's.
    func isAllowed(_ image: String) -> Bool {
        image == settings.image || settings.allowedImages.contains { $0.matches(image) }
    }

    private func mistake(inImageOf annotations: PodAnnotations) -> String? {
        guard let image = annotations.image, !isAllowed(image) else { return nil }
        return Excerpt.of("wait.k8s/image: \(refusal(ofImage: image))", limit: Diagnostic.maximumLength)
    }

    /// Why an image may not be the waiting container's.
    func refusal(ofImage image: String) -> String {
        let allowed = ([settings.image] + settings.allowedImages.map(\.description)).joined(separator: ", ")
        return "\(Excerpt.quoted(image, limit: 80)) is not an image that this server allows: "
            + "\(Excerpt.of(allowed, limit: 100))."
    }

    // MARK: Saying it

    /// The mistakes for which an object is refused, as one text.
    static func listing(_ mistakes: [String]) -> String {
        let shown = mistakes.prefix(5).joined(separator: "; ")
        return mistakes.count > 5 ? "\(shown); and \(mistakes.count - 5) more." : shown
    }

    /// What is wrong with what a namespace says, for whoever creates something there that it would hold for.
    static func warnings(of defaults: NamespaceDefaults?, named namespace: String) -> [String] {
        (defaults?.mistakes ?? []).map { "Ignored on Namespace \(namespace): \($0)" }
    }

    /// The mistakes in spite of which a pod is admitted, as warnings.
    static func softened(_ mistakes: [String]) -> [String] {
        guard !mistakes.isEmpty else { return [] }
        let summary = "The pod's wait annotations have mistakes; it waits only for what could be read."
        // The API server passes on 4096 characters of warnings in all.
        return [summary] + mistakes.prefix(8)
    }
}
