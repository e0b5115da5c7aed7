package import Dependencies

/// A policy without mistakes: which pods wait, and for what.
///
/// A constant that every admission hands around: a class, so that this copies none of its parts.
package final class Policy: Hashable, Sendable {
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

    /// What its pods wait for. Where no namespace is written it is `openNamespace`, but for pods of one namespace alone.
    private let items: [Dependency]
    /// Some item has an open namespace.
    private let isOpen: Bool

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
        self.items = name.kind == .namespaced ? Self.items(items, in: name.namespace) : items
        isOpen = self.items.contains { $0.namespace == Self.openNamespace }
        self.knobs = knobs
        self.warnings = warnings
    }

    /// What is said of dependencies as their author wrote them: without the open namespace before names.
    package static func withoutOpenNamespace(_ text: String) -> String {
        without(Array("\(openNamespace)/".utf8), text)
    }

    /// The text without any occurrence of a piece.
    static func without(_ piece: [UInt8], _ text: String) -> String {
        var rest = text.utf8[...]
        var result: [UInt8] = []
        while let byte = rest.first {
            if rest.starts(with: piece) {
                rest = rest.dropFirst(piece.count)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// How many things its pods wait for.
    package var dependencyCount: Int { items.count }

    /// What a pod of that namespace waits for by this policy.
    package func dependencies(in namespace: String) -> [Dependency] {
        isOpen ? Self.items(items, in: namespace) : items
    }

    private static func items(_ items: [Dependency], in namespace: String) -> [Dependency] {
        items.map { item in
            guard item.namespace == openNamespace else { return item }
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

    /// Whether two are the same in every part.
    package static func == (one: Policy, other: Policy) -> Bool {
        one === other
            || one.name == other.name && one.generation == other.generation && one.priority == other.priority
                && one.mode == other.mode && one.selector == other.selector && one.knobs == other.knobs
                && one.warnings == other.warnings && one.items == other.items
    }

    /// Those of one name are few.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(generation)
    }
}
