package import Dependencies

/// A policy without mistakes: which pods wait, and for what.
package struct Policy: Hashable, Sendable {
    /// Which one it is.
    package let name: PolicyName
    /// Which version of its spec this is.
    package let generation: Int
    /// Of two policies that say different things of one pod the one with the higher priority wins.
    package let priority: Int
    /// What is done to the pods that it selects.
    package let mode: PolicyMode
    /// The pods that it selects.
    package let selector: PolicySelector
    /// What it says of the waiting as a whole.
    package let knobs: PolicyKnobs
    /// What may be meant otherwise, one sentence each.
    package let warnings: [String]

    /// What its pods wait for. Where no namespace is written it is `openNamespace`.
    private let items: [Dependency]

    /// What stands for the namespace of the pod, until that is known. No namespace has such a name.
    static let openNamespace = "*"

    /// A policy of these parts; `items` are what its pods wait for, read with the open namespace.
    init(
        _ name: PolicyName, generation: Int, priority: Int, mode: PolicyMode, selector: PolicySelector,
        items: [Dependency], knobs: PolicyKnobs, warnings: [String]
    ) {
        self.name = name
        self.generation = generation
        self.priority = priority
        self.mode = mode
        self.selector = selector
        self.items = items
        self.knobs = knobs
        self.warnings = warnings
    }

    /// How many things its pods wait for.
    package var dependencyCount: Int { items.count }

    /// What a pod of that namespace waits for by this policy.
    package func dependencies(in namespace: String) -> [Dependency] {
        items.map { item in
            guard item.namespace == Self.openNamespace else { return item }
            var item = item
            item.namespace = namespace
            return item
        }
    }

    /// The namespaces in which it has to be judged what its pods may ask: those that it lists, or one that stands for all.
    package var namespacesToJudge: [String] {
        switch name.kind {
        case .namespaced: [name.namespace]
        case .cluster: selector.namespaces.isEmpty ? [Self.openNamespace] : selector.namespaces
        }
    }

    /// Whether this policy wins over another: by its priority, and of equal ones by its name.
    package func precedes(_ other: Policy) -> Bool {
        priority != other.priority ? priority > other.priority : name < other.name
    }
}
