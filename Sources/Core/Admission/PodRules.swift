import Dependencies
import Dialects
import Encodings
import JSONText
import Policies

/// What becomes of a Pod that is being created.
struct PodRules: Sendable {
    private let settings: AdmissionSettings
    private let environment: ContainerEnvironment
    private let environmentWithAddresses: ContainerEnvironment
    private let security: ContainerSecurity
    private let recognition: Recognition
    private let wishes: WishRules
    private let circles: CircleRule

    /// Makes what all pods share once, so that a review has only the pod's own parts to write. `wishes` are the rules for
    /// annotations under the same settings.
    init(_ settings: AdmissionSettings, _ wishes: WishRules) {
        self.settings = settings
        self.wishes = wishes
        circles = CircleRule(settings)
        environment = ContainerEnvironment(settings, withAddresses: false)
        environmentWithAddresses = ContainerEnvironment(settings, withAddresses: true)
        security = ContainerSecurity(runAsUser: settings.runAsUser)
        recognition = Recognition(image: settings.image)
    }

    /// Decides about `pod`, which stands in `body`. `namespace` is the request's; `namespaces` knows what it says, and
    /// `policies` hold now.
    func decide(
        _ pod: PodObject, namespace: String, _ namespaces: Admission.NamespaceLookup, _ policies: PoliciesInForce,
        body: Span<UInt8>
    ) -> AdmissionDecision {
        guard !pod.metadata.isMirror else { return .unchanged(warnings: []) }
        let namespace = namespace.isEmpty ? pod.metadata.namespace : namespace
        guard !policies.set.isEmpty else {
            return decide(pod, PolicyMatches(), nil, namespace: namespace, namespaces, body: body)
        }
        let traits = PodTraits(pod.metadata, namespace: namespace, body)
        let matches = policies.matches(traits)
        var decision = decide(pod, matches, traits, namespace: namespace, namespaces, body: body)
        decision.audited = matches.policies.filter { $0.mode == .audit }.map(\.name)
        return decision
    }

    /// Decides about a pod that `matches` select; `traits` are its, nil where nobody has needed them yet.
    private func decide(
        _ pod: PodObject, _ matches: PolicyMatches, _ traits: PodTraits?, namespace: String,
        _ namespaces: Admission.NamespaceLookup, body: Span<UInt8>
    ) -> AdmissionDecision {
        let isAnnotated = !pod.metadata.waitAnnotations.isEmpty
        let found = pod.spec.map { recognition.places(in: $0) } ?? []
        guard isAnnotated || !found.isEmpty || !matches.isEmpty else { return .unchanged(warnings: []) }
        guard !namespace.isEmpty else { return .denied("request.namespace is missing, in which the pod would wait.") }
        guard NamespaceName.isValid(namespace) else {
            return .denied("request.namespace \(Excerpt.quoted(namespace)) is not the name of a namespace.")
        }
        guard pod.metadata.isPresent else { return .denied("request.object.metadata is missing.") }
        guard let spec = pod.spec else { return .denied("request.object.spec is missing.") }
        if let refusal = refusal(of: matches, in: namespace) { return .denied(refusal) }
        let home = isAnnotated || !matches.isEmpty ? namespaces(namespace) : nil
        let defaults = settings.defaults.overridden(by: home)
        let wish = wishes.judge(
            pod.metadata.waitAnnotations, namespace: namespace, in: spec, defaults: defaults,
            policies: matches.policies, body)
        guard wish.annotations.inject || !wish.merge.applied.isEmpty else { return .unchanged(warnings: wish.warnings) }

        // What a pod opted out of, it is left out of as far as policies allow.
        let isInjected = wish.annotations.question != nil || pod.metadata.policies != nil
        let handWritten =
            wish.annotations.inject
            ? handWritten(
                found, isInjected: isInjected && wish.merge.question != nil, pod.metadata, spec, namespace, body)
            : []
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
        let asked = mistakes.isEmpty ? wish.merge.question : answerable(wish, in: namespace)
        func waiting(_ question: WaitQuestion?) -> WaitingWorkload? {
            guard circles.isInForce else { return nil }
            return WaitingWorkload(
                pod.metadata, traits ?? PodTraits(pod.metadata, namespace: namespace, body),
                asking: question, handWritten, matches.policies)
        }
        guard let question = asked else {
            guard !handWritten.isEmpty else { return .unchanged(warnings: warnings) }
            patch.complete(handWritten)
            return patch.decision(.recognised, warnings).waiting(as: waiting(nil))
        }
        if let warning = wishes.warning(in: spec) { return .unchanged(warnings: warnings + [warning]) }
        if let obstacle = wishes.obstacle(in: spec, under: wish.policyAlone)
            ?? obstacle(wish, spec, isInjected: isInjected)
        {
            return .denied(obstacle)
        }
        warnings += WishRules.warnings(of: home, named: namespace)
        if let warning = deadlineWarning(spec, question) { warnings.append(warning) }
        patch.complete(handWritten)
        patch.insert(
            container(asking: question, wish, spec), at: wish.merge.position ?? defaults.position,
            policies: wish.merge.applied, settings, body)
        return patch.decision(spec.initContainers.ours == nil ? .injected : .replaced, warnings)
            .waiting(as: waiting(question))
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
        guard var question = wish.merge.question else { return nil }
        question.dependencies.removeAll { dependency in
            if case .path(let path) = dependency.target, wish.files.unseen.contains(path) { return true }
            return !wishes.permission.permits(dependency, from: namespace)
        }
        // What stands last is of the policies that win least.
        question.dependencies = Array(question.dependencies.prefix(WaitQuestion.maximumDependencies))
        return question.dependencies.isEmpty ? nil : question
    }

    private func environment(for spec: PodSpec) -> ContainerEnvironment {
        spec.cannotResolveServices ? environmentWithAddresses : environment
    }

    // MARK: What stands in the way

    /// A pod of which it cannot be told yet whether it must wait is refused, not let through: whatever makes it tries again.
    private func refusal(of matches: PolicyMatches, in namespace: String) -> String? {
        guard let open = matches.undecided.first else { return nil }
        return
            "\(open) selects by the labels of Namespace \(namespace), which this server does not know yet; try again."
    }

    /// The container with our name must be one that the webhook put in. Annotations say so by themselves; a policy must
    /// not take the place of what somebody else wrote.
    private func obstacle(_ wish: PodWish, _ spec: PodSpec, isInjected: Bool) -> String? {
        guard !isInjected, let policy = wish.merge.applied.first, let taken = spec.initContainers.ours else {
            return nil
        }
        return
            "spec.initContainers[\(taken.index)] is named \(GateMark.containerName), the name of the container by which "
            + "\(policy) lets pods wait; give it another name."
    }

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
        let image = wish.merge.image.flatMap { wishes.isAllowed($0) ? $0 : nil } ?? settings.image
        return InjectedContainer(
            image: image, pullPolicy: settings.pullPolicy?.rawValue,
            arguments: question.arguments.map(VariableReference.escape),
            environment: environment(for: spec), resources: resources(wish.merge, spec), security: security,
            mounts: wish.files.mounts)
    }

    /// None where no other container has any, unless the pod asks for them; requests and limits of the whole pod decide
    /// its quality of service by themselves and leave no room for ours.
    private func resources(_ wishes: PolicyMerge, _ spec: PodSpec) -> InjectedContainer.Resources? {
        let isAskedFor = wishes.cpu != nil || wishes.memory != nil
        let othersHave = spec.containers.hasResources || spec.initContainers.hasResources
        guard isAskedFor || othersHave && !spec.hasPodResources else { return nil }
        return InjectedContainer.Resources(cpu: wishes.cpu ?? settings.cpu, memory: wishes.memory ?? settings.memory)
    }
}
