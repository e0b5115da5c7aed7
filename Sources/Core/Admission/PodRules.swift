import Dependencies
import Dialects
import Encodings
import JSONText

/// What becomes of a Pod that is being created.
struct PodRules: Sendable {
    private let settings: AdmissionSettings
    private let environment: ContainerEnvironment
    private let environmentWithAddresses: ContainerEnvironment
    private let security: ContainerSecurity
    private let recognition: Recognition
    private let permission: KindPermission

    /// Makes what all pods share once, so that a review has only the pod's own parts to write.
    init(_ settings: AdmissionSettings) {
        self.settings = settings
        environment = ContainerEnvironment(settings, withAddresses: false)
        environmentWithAddresses = ContainerEnvironment(settings, withAddresses: true)
        security = ContainerSecurity(runAsUser: settings.runAsUser)
        recognition = Recognition(image: settings.image)
        permission = KindPermission(settings.allowedKinds, settings.crossNamespace)
    }

    /// Decides about `pod`, which stands in `body`. `namespace` is the request's.
    func decide(_ pod: PodObject, namespace: String, body: Span<UInt8>) -> AdmissionDecision {
        guard !pod.metadata.isMirror else { return .unchanged(warnings: []) }
        let isAnnotated = !pod.metadata.waitAnnotations.isEmpty
        let found = pod.spec.map { recognition.places(in: $0) } ?? []
        guard isAnnotated || !found.isEmpty else { return .unchanged(warnings: []) }
        let namespace = namespace.isEmpty ? pod.metadata.namespace : namespace
        guard !namespace.isEmpty else { return .denied("request.namespace is missing, in which the pod would wait.") }
        guard NamespaceName.isValid(namespace) else {
            return .denied("request.namespace \(Excerpt.quoted(namespace)) is not the name of a namespace.")
        }
        guard pod.metadata.isPresent else { return .denied("request.object.metadata is missing.") }
        guard let spec = pod.spec else { return .denied("request.object.spec is missing.") }
        let wishes = PodAnnotations(
            pod.metadata.waitAnnotations, namespace: namespace, restartPolicy: spec.restartPolicy,
            defaults: settings.defaults)
        guard wishes.inject else { return .unchanged(warnings: wishes.warnings.map(\.description)) }

        let files = FileMounts(for: wishes.question?.dependencies ?? [], in: spec, body)
        let handWritten = handWritten(found, isInjected: wishes.question != nil, pod.metadata, spec, namespace, body)
        var mistakes = wishes.errors.map(\.description)
        if let mistake = mistake(inImageOf: wishes) { mistakes.append(mistake) }
        mistakes += permission.mistakes(in: wishes.question?.dependencies ?? [], from: namespace) + files.mistakes
        for container in handWritten {
            mistakes += container.mistakes
            mistakes += permission.mistakes(
                in: container.question?.question.dependencies ?? [], from: namespace)
        }
        guard mistakes.isEmpty || settings.isDenialSoft else { return .denied(Self.listing(mistakes)) }
        guard handWritten.count <= Recognition.maximumContainers else {
            return .denied("The pod has more than \(Recognition.maximumContainers) containers of the k8s-wait image.")
        }
        var warnings = Self.softened(mistakes) + wishes.warnings.map(\.description) + files.warnings
        warnings += handWritten.flatMap(\.warnings)
        var patch = PodPatch(pod.metadata, spec)
        let asked =
            mistakes.isEmpty ? wishes.question : answerable(wishes.question, in: namespace, without: files.unseen)
        guard let question = asked else {
            guard !handWritten.isEmpty else { return .unchanged(warnings: warnings) }
            patch.complete(handWritten)
            return patch.decision(.recognised, warnings)
        }
        if spec.isForWindows { return decideForWindows(warnings) }
        if let taken = spec.containers.ours {
            return .denied(
                "spec.containers[\(taken.index)] is named \(GateMark.containerName), the name of the injected "
                    + "init container; give it another name.")
        }
        if let warning = deadlineWarning(spec, question) { warnings.append(warning) }
        patch.complete(handWritten)
        patch.insert(
            container(asking: question, wishes, spec, files.mounts), at: wishes.position ?? settings.defaults.position,
            settings, body)
        return patch.decision(spec.initContainers.ours == nil ? .injected : .replaced, warnings)
    }

    /// The containers of our image that people wrote. The one that the webhook itself put in, known by its name, is not
    /// among them where the annotations ask for it.
    private func handWritten(
        _ found: [(place: ContainerPlace, bytes: Range<Int>)], isInjected: Bool, _ metadata: PodMetadata,
        _ spec: PodSpec, _ namespace: String, _ body: Span<UInt8>
    ) -> [HandWrittenContainer] {
        var containers: [HandWrittenContainer] = []
        for (place, bytes) in found.prefix(Recognition.maximumContainers + 2) {
            if isInjected, place.isInit, place.index == spec.initContainers.ours?.index { continue }
            containers.append(
                HandWrittenContainer(
                    body.extracting(bytes), at: place, in: spec, namespace: namespace,
                    podName: metadata.name.isEmpty ? metadata.generateName + "x" : metadata.name,
                    environment: environment(for: spec)))
        }
        return containers
    }

    /// Of a question with mistakes, what can be waited for; nil where nothing is left. A pod that reaches this with any
    /// mistake is admitted with a warning, and must not wait for ever for what nobody will answer.
    private func answerable(
        _ question: WaitQuestion?, in namespace: String, without files: Set<String>
    ) -> WaitQuestion? {
        guard var question else { return nil }
        question.dependencies.removeAll { dependency in
            if case .path(let path) = dependency.target, files.contains(path) { return true }
            return !permission.permits(dependency, from: namespace)
        }
        return question.dependencies.isEmpty ? nil : question
    }

    private func environment(for spec: PodSpec) -> ContainerEnvironment {
        spec.cannotResolveServices ? environmentWithAddresses : environment
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
        asking question: WaitQuestion, _ wishes: PodAnnotations, _ spec: PodSpec, _ mounts: [VolumeMount]
    ) -> InjectedContainer {
        let image = wishes.image.flatMap { isAllowed($0) ? $0 : nil } ?? settings.image
        return InjectedContainer(
            image: image, pullPolicy: settings.pullPolicy?.rawValue,
            arguments: question.arguments.map(VariableReference.escape),
            environment: environment(for: spec), resources: resources(wishes, spec), security: security,
            mounts: mounts)
    }

    /// None where no other container has any, unless the pod asks for them; requests and limits of the whole pod decide
    /// its quality of service by themselves and leave no room for ours.
    private func resources(_ wishes: PodAnnotations, _ spec: PodSpec) -> InjectedContainer.Resources? {
        let isAskedFor = wishes.cpu != nil || wishes.memory != nil
        let othersHave = spec.containers.hasResources || spec.initContainers.hasResources
        guard isAskedFor || othersHave && !spec.hasPodResources else { return nil }
        return InjectedContainer.Resources(cpu: wishes.cpu ?? settings.cpu, memory: wishes.memory ?? settings.memory)
    }
}
