import Dependencies
import Encodings
import JSONText

/// What becomes of a Pod that is being created.
struct PodRules: Sendable {
    private let settings: AdmissionSettings
    private let environment: ContainerEnvironment
    private let environmentWithAddresses: ContainerEnvironment
    private let security: ContainerSecurity

    /// Makes what all pods share once, so that a review has only the pod's own parts to write.
    init(_ settings: AdmissionSettings) {
        self.settings = settings
        environment = ContainerEnvironment(settings, withAddresses: false)
        environmentWithAddresses = ContainerEnvironment(settings, withAddresses: true)
        security = ContainerSecurity(runAsUser: settings.runAsUser)
    }

    /// Decides about `pod`, which stands in `body`. `namespace` is the request's.
    func decide(_ pod: PodObject, namespace: String, body: Span<UInt8>) -> AdmissionDecision {
        guard !pod.metadata.isMirror, !pod.metadata.waitAnnotations.isEmpty else { return .unchanged(warnings: []) }
        let namespace = namespace.isEmpty ? pod.metadata.namespace : namespace
        guard !namespace.isEmpty else { return .denied("request.namespace is missing, in which the pod would wait.") }
        guard let spec = pod.spec else { return .denied("request.object.spec is missing.") }
        let wishes = PodAnnotations(
            pod.metadata.waitAnnotations, namespace: namespace, restartPolicy: spec.restartPolicy,
            defaults: settings.defaults)
        guard wishes.inject else { return .unchanged(warnings: wishes.warnings.map(\.description)) }

        var mistakes = wishes.errors.map(\.description)
        if let mistake = mistake(inImageOf: wishes) { mistakes.append(mistake) }
        guard mistakes.isEmpty || settings.isDenialSoft else { return .denied(Self.listing(mistakes)) }
        var warnings = Self.softened(mistakes) + wishes.warnings.map(\.description)
        guard let question = wishes.question else { return .unchanged(warnings: warnings) }
        if spec.isForWindows { return decideForWindows(warnings) }
        if let taken = spec.containers.ours {
            return .denied(
                "spec.containers[\(taken.index)] is named \(GateMark.containerName), the name of the injected "
                    + "init container; give it another name.")
        }
        if let warning = deadlineWarning(spec, question) { warnings.append(warning) }

        let container = container(asking: question, wishes, spec)
        let position = wishes.position ?? settings.defaults.position
        return patch(pod.metadata, spec, with: container, at: position, body, warnings)
    }

    // MARK: What stands in the way

    private func mistake(inImageOf wishes: PodAnnotations) -> String? {
        guard let image = wishes.image, !isAllowed(image) else { return nil }
        let allowed = ([settings.image] + settings.allowedImages.map(\.description)).joined(separator: ", ")
        return Excerpt.of(
            "wait.k8s/image: \(Excerpt.quoted(image, limit: 80)) is not an image that this server allows: "
                + "\(Excerpt.of(allowed, limit: 100)).", limit: Diagnostic.maximumLength)
    }

    private func isAllowed(_ image: String) -> Bool {
        image == settings.image || settings.allowedImages.contains { $0.matches(image) }
    }

    /// A pod that cannot have the container, since there is none for its nodes.
    private func decideForWindows(_ warnings: [String]) -> AdmissionDecision {
        switch settings.windows {
        case .refuse:
            .denied(
                "The pod is for Windows nodes, where k8s-wait does not run, so it cannot wait; remove its wait.k8s/ "
                    + "annotations or set wait.k8s/inject: \"false\".")
        case .allow:
            .unchanged(
                warnings: warnings + [
                    "The pod is for Windows nodes, where k8s-wait does not run: it starts without waiting."
                ])
        }
    }

    /// The deadline counts from the pod's start, so it includes the wait.
    private func deadlineWarning(_ spec: PodSpec, _ question: WaitQuestion) -> String? {
        guard let deadline = spec.activeDeadlineSeconds else { return nil }
        if case .seconds(let seconds) = question.timeout, deadline >= seconds { return nil }
        return "spec.activeDeadlineSeconds \(deadline) is shorter than the timeout of the wait (\(question.timeout)): "
            + "the pod may be ended while it waits."
    }

    private static func listing(_ mistakes: [String]) -> String {
        let shown = mistakes.prefix(5).joined(separator: "; ")
        return mistakes.count > 5 ? "\(shown); and \(mistakes.count - 5) more." : shown
    }

    private static func softened(_ mistakes: [String]) -> [String] {
        guard !mistakes.isEmpty else { return [] }
        let summary = "The pod's wait annotations have mistakes; it waits only for what could be read."
        // The API server passes on 4096 characters of warnings in all.
        return [summary] + mistakes.prefix(8)
    }

    // MARK: What is put in

    private func container(
        asking question: WaitQuestion, _ wishes: PodAnnotations, _ spec: PodSpec
    ) -> InjectedContainer {
        let image = wishes.image.flatMap { isAllowed($0) ? $0 : nil } ?? settings.image
        return InjectedContainer(
            image: image, pullPolicy: settings.pullPolicy?.rawValue,
            arguments: question.arguments.map(VariableReference.escape),
            environment: spec.cannotResolveServices ? environmentWithAddresses : environment,
            resources: resources(wishes, spec), security: security)
    }

    /// None where no other container has any, unless the pod asks for them; requests and limits of the whole pod decide
    /// its quality of service by themselves and leave no room for ours.
    private func resources(_ wishes: PodAnnotations, _ spec: PodSpec) -> InjectedContainer.Resources? {
        let isAskedFor = wishes.cpu != nil || wishes.memory != nil
        let othersHave = spec.containers.hasResources || spec.initContainers.hasResources
        guard isAskedFor || othersHave && !spec.hasPodResources else { return nil }
        return InjectedContainer.Resources(cpu: wishes.cpu ?? settings.cpu, memory: wishes.memory ?? settings.memory)
    }

    private func patch(
        _ metadata: PodMetadata, _ spec: PodSpec, with container: InjectedContainer, at position: ContainerPosition,
        _ body: Span<UInt8>, _ warnings: [String]
    ) -> AdmissionDecision {
        var patch = JSONPatch()
        let labelValue = GateMark.labelValue.description
        if metadata.gatedLabel != labelValue {
            patch.set(.gatedLabel, to: labelValue, exists: metadata.hasLabels)
        }
        if metadata.injectedBy != settings.version {
            patch.set(.injectedBy, to: settings.version, exists: metadata.hasAnnotations)
        }
        if let ours = spec.initContainers.ours {
            let present = PresentContainer(reading: body.extracting(ours.bytes))
            if present?.isEquivalent(to: container) != true {
                patch.replace(PodPath.initContainers.appending(ours.index)) {
                    container.write(to: &$0, keptPullPolicy: present?.imposedPullPolicy)
                }
            }
        } else {
            patch.insert(
                into: PodPath.initContainers, exists: spec.initContainers.isPresent, atFront: position == .first
            ) { container.write(to: &$0) }
        }
        if let secret = settings.pullSecret, spec.pullSecrets?.contains(secret) != true {
            let exists = spec.pullSecrets != nil
            patch.insert(into: PodPath.imagePullSecrets, exists: exists, atFront: false) { writer in
                writer.beginObject()
                writer.key("name")
                writer.string(secret)
                writer.endObject()
            }
        }
        guard !patch.isEmpty else { return .unchanged(warnings: warnings) }
        let outcome: AdmissionAnswer.Outcome = spec.initContainers.ours == nil ? .injected : .replaced
        return .patched(patch.finish(), outcome, warnings: warnings)
    }
}
