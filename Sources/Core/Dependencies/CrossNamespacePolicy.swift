/// What a pod may ask of objects outside its own namespace: the operator's word, with safe defaults.
///
/// Readiness of Services, Jobs, Pods and workloads is open to every namespace, since cluster DNS tells nearly as much.
/// Everything else has to be granted by the namespace that it is in: whoever may create a pod must not read fields of
/// other namespaces by guessing. An item is held to the strictest of the rules that apply to it.
package struct CrossNamespacePolicy: Hashable, Sendable, CustomStringConvertible {
    /// What is needed before a question is answered.
    package enum Access: String, CaseIterable, Hashable, Sendable {
        /// Nothing.
        case allow
        /// The other namespace grants it, by its annotation.
        case granted
        /// It is never answered.
        case deny

        /// The stricter of two.
        static func strictest(_ first: Access, _ second: Access) -> Access {
            if first == .deny || second == .deny { return .deny }
            return first == .granted ? first : second
        }
    }

    /// What a rule is about.
    package enum Subject: Hashable, Sendable {
        /// Objects of a kind that has its own annotation.
        case kind(DependencyKind)
        /// Objects of one type: its plural and group.
        case type(String, String)
        /// Objects of every type of a group.
        case group(String)
        /// Objects of every other type.
        case others
        /// Items with `jsonpath=`, in addition to the rule of their kind.
        case fields
        /// Items with `key=`, likewise.
        case keys
        /// Objects that belong to no namespace.
        case clusterObjects
        /// Items with `jsonpath=` about these, likewise.
        case clusterFields
    }

    /// How a question is to be treated, and the rule that says so.
    package struct Ruling: Hashable, Sendable {
        /// What is needed.
        package let access: Access
        /// What of the item asks for that: the end of a sentence, `secrets of other namespaces`.
        package let subject: String
    }

    /// The first word of the setting, for what no rule names; nil for the defaults.
    var base: Access?
    /// What the setting names.
    var rules: [Subject: Access] = [:]

    /// The defaults.
    package init() {}

    /// How a question of a pod in `namespace` is to be treated.
    ///
    /// - Parameter type: what discovery says of a dependency of kind `resource`; nil for any other.
    package func ruling(
        on dependency: Dependency, from namespace: String, type: (plural: String, group: String, isNamespaced: Bool)?
    ) -> Ruling {
        if dependency.kind.grammar.family == .clusterObject || type?.isNamespaced == false {
            return stricter(
                Ruling(access: access(to: .clusterObjects), subject: "objects that belong to no namespace"),
                dependency.options.field == nil
                    ? nil
                    : Ruling(
                        access: access(to: .clusterFields),
                        subject: "fields (jsonpath=) of objects that belong to no namespace"))
        }
        guard Self.crosses(dependency, from: namespace) else { return Ruling(access: .allow, subject: "") }
        let (plural, access) =
            type.map { ($0.plural, self.access(toPlural: $0.plural, group: $0.group)) }
            ?? (dependency.plural, self.access(to: dependency.kind))
        return withOptions(dependency, Ruling(access: access, subject: "\(plural) of other namespaces"))
    }

    /// The rule by which a question is refused whatever the cluster says of its kind; nil if none does.
    ///
    /// The webhook looks nothing up, so of a type that only discovery knows it compares the group.
    package func refusal(of dependency: Dependency, from namespace: String) -> Ruling? {
        let crosses = Self.crosses(dependency, from: namespace)
        // Within its own namespace a pod may ask whatever it likes.
        guard crosses || dependency.kind.grammar.family == .clusterObject else { return nil }
        var ruling = ruling(on: dependency, from: namespace, type: nil)
        if dependency.kind == .resource, crosses {
            let access = mildestAccess(toType: dependency.resourceType)
            ruling = withOptions(
                dependency, Ruling(access: access, subject: "\(dependency.plural) of other namespaces"))
        }
        return ruling.access == .deny ? ruling : nil
    }

    /// Whether the answer to a question depends on the namespace that asks, as far as the question's text tells.
    package func asksWho(about dependency: Dependency, from namespace: String) -> Bool {
        guard Self.crosses(dependency, from: namespace), dependency.kind.grammar.family != .clusterObject else {
            return false
        }
        if dependency.kind == .resource { return true }
        return ruling(on: dependency, from: namespace, type: nil).access != .allow
    }

    // MARK: Rules

    private static func crosses(_ dependency: Dependency, from namespace: String) -> Bool {
        !dependency.namespace.isEmpty && dependency.namespace != namespace
    }

    private func withOptions(_ dependency: Dependency, _ ruling: Ruling) -> Ruling {
        var ruling = ruling
        if dependency.options.field != nil {
            let subject = "fields (jsonpath=) of objects of other namespaces"
            ruling = stricter(ruling, Ruling(access: access(to: .fields), subject: subject))
        }
        if dependency.options.key != nil {
            let subject = "keys (key=) of objects of other namespaces"
            ruling = stricter(ruling, Ruling(access: access(to: .keys), subject: subject))
        }
        return ruling
    }

    /// The stricter of two; the first of equals.
    private func stricter(_ first: Ruling, _ second: Ruling?) -> Ruling {
        guard let second, Access.strictest(first.access, second.access) != first.access else { return first }
        return second
    }

    /// A type that has a kind of its own is treated as that, whatever word it was asked for by.
    private func access(toPlural plural: String, group: String) -> Access {
        if let type = BuiltInType.all.first(where: { $0.group == group && $0.names.contains(plural) }) {
            return access(to: type.kind)
        }
        return rules[.type(plural, group)] ?? rules[.group(group)] ?? access(to: .others)
    }

    private func access(to kind: DependencyKind) -> Access {
        guard kind != .resource else { return access(to: .others) }
        if let named = rules[.kind(kind)] { return named }
        let group = BuiltInType.all.first { $0.kind == kind }?.group ?? ""
        if let named = rules[.group(group)] { return named }
        return base ?? (Self.isOpen(kind) ? .allow : .granted)
    }

    private func access(to subject: Subject) -> Access {
        switch subject {
        case .clusterObjects, .clusterFields: rules[subject] ?? .allow
        default: rules[subject] ?? base ?? .granted
        }
    }

    /// The mildest of the rules that may apply to what `kubectl get` calls by this word.
    private func mildestAccess(toType word: String) -> Access {
        guard let dot = word.utf8.firstIndex(of: UInt8(ascii: ".")) else {
            // A word alone may be a short name of any type.
            return mildest(of: Array(rules.filter { $0.key.isType }.values) + [access(to: .others)])
        }
        let rest = word[word.index(after: dot)...]
        let named = rules.filter { rule in
            guard let group = rule.key.group else { return false }
            return rest == group || rest.hasSuffix(".\(group)")
        }
        let isGroupNamed = named.contains { rule in
            if case .group(let group) = rule.key { rest == group } else { false }
        }
        return mildest(of: Array(named.values) + (isGroupNamed ? [] : [access(to: .others)]))
    }

    private func mildest(of accesses: [Access]) -> Access {
        if accesses.contains(.allow) { return .allow }
        return accesses.contains(.granted) ? .granted : .deny
    }

    /// Whether the readiness of a kind is open to every namespace.
    private static func isOpen(_ kind: DependencyKind) -> Bool {
        switch kind {
        case .service, .job, .pod, .cronjob, .deployment, .statefulset, .daemonset: true
        default: false
        }
    }
}

extension CrossNamespacePolicy.Subject {
    /// Whether it is about types that have no kind of their own.
    fileprivate var isType: Bool { group != nil }

    /// The API group of the types that it is about; nil for what is told in another way.
    fileprivate var group: String? {
        switch self {
        case .type(_, let group), .group(let group): group
        default: nil
        }
    }
}

extension Dependency {
    /// What its objects are called where several are meant.
    fileprivate var plural: String {
        BuiltInType.all.first { $0.kind == kind }?.names[1] ?? "objects of type \(resourceType)"
    }
}
