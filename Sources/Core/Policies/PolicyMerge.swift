package import Dependencies
import Encodings

/// What one pod waits for by its own annotations and by policies.
///
/// Dependencies add up, and the same one counts once. Of the knobs the pod's own win over those of policies, these over the
/// namespace's and the server's; but for what a policy asks, the pod can neither opt out, nor choose an image, nor say
/// what happens at the end of the time or after a failure, nor shorten the time. So whoever writes a policy knows that its
/// pods do not start without what it lists. The order of the policies does not matter.
package struct PolicyMerge: Sendable {
    /// What the pod waits for; nil when nothing is asked for.
    package private(set) var question: WaitQuestion?
    /// Where the waiting container stands; nil leaves it to the settings.
    package private(set) var position: ContainerPosition?
    /// The CPU quantity of the waiting container.
    package private(set) var cpu: String?
    /// Its memory quantity.
    package private(set) var memory: String?
    /// Its image.
    package private(set) var image: String?
    /// The policies by which the pod waits, the one that wins first.
    package private(set) var applied: [PolicyName] = []
    /// The policies that are only audited.
    package private(set) var audited: [PolicyName] = []
    /// What is ignored of the pod's own annotations, and what audited policies would do: one sentence each.
    package private(set) var warnings: [String] = []
    /// Why this is too much in all; nil where it is not.
    package private(set) var excess: String?

    /// Merges what a pod of that namespace and restartPolicy asks by its annotations with the policies that select it, in
    /// any order. Where all of them say nothing, `defaults` hold.
    package init(
        _ own: PodAnnotations, _ policies: [Policy], namespace: String, restartPolicy: String?, defaults: PodDefaults
    ) {
        (question, position, image) = (own.question, own.position, own.image)
        (cpu, memory) = (own.cpu, own.memory)
        let ordered = policies.sorted { $0.precedes($1) }
        let enforced = ordered.filter { $0.mode == .enforce }
        if !enforced.isEmpty {
            enforce(enforced, own, namespace: namespace, restartPolicy: restartPolicy, defaults: defaults)
        }
        audit(ordered.filter { $0.mode == .audit }, namespace: namespace)
    }
}

extension PolicyMerge {
    private mutating func enforce(
        _ policies: [Policy], _ own: PodAnnotations, namespace: String, restartPolicy: String?, defaults: PodDefaults
    ) {
        applied = policies.map(\.name)
        let knobs = policies.reduce(PolicyKnobs()) { $0.filled(from: $1.knobs) }
        var merged = WaitQuestion(dependencies: [], restartPolicy: restartPolicy)
        merged.apply(defaults)
        merged.timeout = knobs.timeout ?? merged.timeout
        merged.onTimeout = knobs.onTimeout ?? merged.onTimeout
        merged.onFailure = knobs.onFailure ?? merged.onFailure

        var asked: [Dependency] = []
        for policy in policies {
            for dependency in policy.dependencies(in: namespace) where !asked.contains(dependency) {
                asked.append(dependency)
            }
        }
        let least = merged.timeout
        if let timeout = own.timeout, !timeout.isShorter(than: least) { merged.timeout = timeout }
        for dependency in own.question?.dependencies ?? [] {
            let isAsked = asked.contains(dependency)
            merged.add(isAsked ? dependency : ownItem(dependency, own, merged, least: least))
        }
        for dependency in asked { merged.add(dependency) }
        warn(of: own, merged, least: least)
        note(excessOf: merged, policies)

        question = merged
        position = own.position ?? knobs.position
        cpu = own.cpu ?? knobs.cpu
        memory = own.memory ?? knobs.memory
        if let image, image != knobs.image { ignore(.image, "the image is \(knobs.image ?? "the server's")") }
        image = knobs.image
    }

    /// A dependency of the pod's own, for which its own knobs hold on: they move from the pod to the item.
    ///
    /// An item whose time is over ends the wait for all of them. Where that starts the pod, its time must not be shorter
    /// than what policies ask for.
    private func ownItem(
        _ item: Dependency, _ own: PodAnnotations, _ merged: WaitQuestion, least: TimeLimit
    ) -> Dependency {
        var item = item
        if item.kind.canFail, item.options.onFailure == nil, let policy = own.onFailure, policy != merged.onFailure {
            item.options.onFailure = policy
        }
        if item.options.timeout == nil, let timeout = own.timeout, timeout.isShorter(than: least) {
            item.options.timeout = timeout
        }
        if merged.onTimeout == .proceed, let timeout = item.options.timeout, timeout.isShorter(than: least) {
            item.options.timeout = nil
        }
        return item
    }

    private mutating func warn(of own: PodAnnotations, _ merged: WaitQuestion, least: TimeLimit) {
        if !own.inject { ignore(.inject, "the pod waits for what they list") }
        if let onTimeout = own.onTimeout, onTimeout != merged.onTimeout {
            ignore(.onTimeout, "it is \(merged.onTimeout.rawValue)")
        }
        if let onFailure = own.onFailure, onFailure != merged.onFailure {
            ignore(.onFailure, "it is \(merged.onFailure.rawValue) for what they list")
        }
        func isShort(_ item: Dependency) -> Bool {
            item.statedOptions?.timeout?.isShorter(than: least) ?? false
        }
        if let timeout = own.timeout, timeout.isShorter(than: least) {
            ignore(.timeout, "\(least) is the least for what they list")
        } else if merged.onTimeout == .proceed, own.question?.dependencies.contains(where: isShort) == true {
            ignore(.timeout, "\(least) is the least of every item, since its end starts the pod")
        }
    }

    /// The annotations that can be ignored.
    private enum Ignored: String {
        case inject
        case image
        case timeout
        case onTimeout = "on-timeout"
        case onFailure = "on-failure"
    }

    private mutating func ignore(_ knob: Ignored, _ consequence: String) {
        let names = applied.prefix(3).map(\.description).joined(separator: ", ") + (applied.count > 3 ? ", ..." : "")
        warnings.append(
            Excerpt.of(
                "\(GateMark.prefix)\(knob.rawValue) is ignored under \(Excerpt.of(names, limit: 120)): "
                    + "\(Excerpt.of(consequence, limit: 80)).", limit: Diagnostic.maximumLength))
    }

    private mutating func note(excessOf merged: WaitQuestion, _ policies: [Policy]) {
        let limit = WaitQuestion.maximumDependencies
        guard merged.dependencies.count > limit else { return }
        let names = Excerpt.of(policies.map(\.name.description).joined(separator: ", "), limit: 120)
        excess = "With \(names) the pod has \(merged.dependencies.count) dependencies; \(limit) is the most."
    }

    /// What policies would ask that nothing asks yet.
    private mutating func audit(_ policies: [Policy], namespace: String) {
        audited = policies.map(\.name)
        for policy in policies {
            let known = question?.dependencies ?? []
            let more = policy.dependencies(in: namespace).filter { !known.contains($0) }
            guard !more.isEmpty else { continue }
            let items = more.map(\.description).joined(separator: ", ")
            warnings.append(
                Excerpt.of(
                    "\(policy.name) is in mode Audit; enforced, it would make this pod wait for \(items).",
                    limit: Diagnostic.maximumLength))
        }
    }
}

extension WaitQuestion {
    /// Adds a dependency, unless it is there.
    fileprivate mutating func add(_ dependency: Dependency) {
        if !dependencies.contains(dependency) { dependencies.append(dependency) }
    }
}

extension TimeLimit {
    /// Whether this is over before another.
    fileprivate func isShorter(than other: TimeLimit) -> Bool {
        switch (self, other) {
        case (.none, _): false
        case (.seconds, .none): true
        case (.seconds(let one), .seconds(let other)): one < other
        }
    }
}
