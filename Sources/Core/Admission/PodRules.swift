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
    private let wishes: WishRules

    /// Makes what all pods share once, so that a review has only the pod's own parts to write. `wishes` are the rules for
    /// annotations under the same settings.
    init(_ settings: AdmissionSettings, _ wishes: WishRules) {
        self.settings = settings
        self.wishes = wishes
        environment = ContainerEnvironment(settings, withAddresses: false)
        environmentWithAddresses = ContainerEnvironment(settings, withAddresses: true)
        security = ContainerSecurity(runAsUser: settings.runAsUser)
        recognition = Recognition(image: settings.image)
    }

    /// Decides about `pod`, which stands in `body`. `namespace` is the request's; `namespaces` knows what it says.
    func decide(
        _ pod: PodObject, namespace: String, _ namespaces: Admission.NamespaceLookup, body: Span<UInt8>
    ) -> AdmissionDecision {
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
        let home = isAnnotated ? namespaces(namespace) : nil
        let defaults = settings.defaults.overridden(by: home)
        let wish = wishes.judge(
            pod.metadata.waitAnnotations, namespace: namespace, in: spec, defaults: defaults, body)
        guard wish.annotations.inject else { return .unchanged(warnings: wish.warnings) }

        let handWritten = handWritten(
            found, isInjected: wish.annotations.question != nil, pod.metadata, spec, namespace, body)
        var mistakes = wish.mistakes
        for container in handWritten {
            mistakes += container.mistakes
            mistakes += wishes.permission.mistakes(
                in: container.question?.question.dependencies ?? [], from: namespace)
        }
        guard mistakes.isEmpty || settings.isDenialSoft else { return .denied(WishRules.listing(mistakes)) }
        guard handWritten.count <= Recognition.maximumContainers else {
            return .denied("The pod has more than \(Recognition.maximumContainers) containers of the k8s-wait image.")
        }
        var warnings = WishRules.softened(mistakes) + wish.warnings
        warnings += handWritten.flatMap(\.warnings)
        var patch = PodPatch(pod.metadata, spec)
        let asked = mistakes.isEmpty ? wish.annotations.question : answerable(wish, in: namespace)
        guard let question = asked else {
            guard !handWritten.isEmpty else { return .unchanged(warnings: warnings) }
            patch.complete(handWritten)
            return patch.decision(.recognised, warnings)
        }
        if let warning = wishes.warning(in: spec) { return .unchanged(warnings: warnings + [warning]) }
        if let obstacle = wishes.obstacle(in: spec) { return .denied(obstacle) }
        warnings += WishRules.warnings(of: home, named: namespace)
        if let warning = deadlineWarning(spec, question) { warnings.append(warning) }
        patch.complete(handWritten)
        patch.insert(
            container(asking: question, wish, spec), at: wish.annotations.position ?? defaults.position,
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
    private func answerable(_ wish: PodWish, in namespace: String) -> WaitQuestion? {
        guard var question = wish.annotations.question else { return nil }
        question.dependencies.removeAll { dependency in
            if case .path(let path) = dependency.target, wish.files.unseen.contains(path) { return true }
            return !wishes.permission.permits(dependency, from: namespace)
        }
        return question.dependencies.isEmpty ? nil : question
    }

    private func environment(for spec: PodSpec) -> ContainerEnvironment {
        spec.cannotResolveServices ? environmentWithAddresses : environment
    }

    // MARK: What stands in the way

    /// The deadline counts from the pod's start, so it includes the wait.
    private func deadlineWarning(_ spec: PodSpec, _ question: WaitQuestion) -> String? {
        guard let deadline = spec.activeDeadlineSeconds else { return nil }
        if case .seconds(let seconds) = question.timeout, deadline >= seconds { return nil }
        return "spec.activeDeadlineSeconds \(deadline) is shorter than the timeout of the wait (\(question.timeout)): "
            + "the pod may be ended while it waits."
    }

    // MARK: What is put in

    private func container(
        asking question: WaitQuestion, _ wish: PodWish, _ spec: PodSpec
    ) -> InjectedContainer {
        let image = wish.annotations.image.flatMap { wishes.isAllowed($0) ? $0 : nil } ?? settings.image
        return InjectedContainer(
            image: image, pullPolicy: settings.pullPolicy?.rawValue,
            arguments: question.arguments.map(VariableReference.escape),
            environment: environment(for: spec), resources: resources(wish.annotations, spec), security: security,
            mounts: wish.files.mounts)
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
