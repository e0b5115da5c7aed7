import Encodings

extension JSONDependency {
    /// What the object asks for: one dependency, or one for each field and condition.
    func dependencies(by items: ItemReader) throws(Mistake) -> [Dependency] {
        let type = try type(listed: items.kind)
        let family = type.kind.grammar.family
        guard [.service, .object, .clusterObject, .resource].contains(family) else {
            throw Mistake(
                .unsupportedForm, at: column,
                "A \(type.kind.displayName) is written as a string here, not as an object with members.")
        }
        let base = Dependency(
            kind: type.kind, resourceType: type.resourceType,
            namespace: try namespace(of: type.kind, default: items.defaultNamespace), target: try target(of: type.kind))
        var requirements: [(options: DependencyOptions, option: OptionName, column: Int)] = []
        for pair in fields {
            requirements.append((DependencyOptions(field: try field(pair)), .jsonPath, pair.column))
        }
        for pair in conditions {
            let condition = try condition(pair, of: type.kind)
            requirements.append((DependencyOptions(condition: condition), .condition, pair.column))
        }
        if requirements.isEmpty { return [try finished(base, [:])] }
        var dependencies: [Dependency] = []
        for requirement in requirements {
            var dependency = base
            dependency.options = requirement.options
            dependencies.append(try finished(dependency, [requirement.option: requirement.column]))
        }
        return dependencies
    }

    /// The dependency with `same-node` where it is asked for, checked by the same rules as an item's.
    private func finished(_ dependency: Dependency, _ columns: [OptionName: Int]) throws(Mistake) -> Dependency {
        var dependency = dependency
        var columns = columns
        if requiresSameNode {
            dependency.options.isOnSameNode = true
            columns[.sameNode] = self.columns[.requireSameNode]
        }
        let kind = dependency.kind
        if let (option, column) = columns.first(where: { !kind.grammar.options.contains($0.key) }) {
            throw Mistake(
                .optionDoesNotFit, at: column, "\(option.rawValue) does not fit \(kind.phrase); leave it out.")
        }
        try OptionRules(kind: kind, target: dependency.target, columns: columns).check(dependency.options)
        return dependency
    }

    private func type(listed: DependencyKind?) throws(Mistake) -> TypeReference {
        guard let kind = texts[.kind] else {
            guard let listed else {
                throw Mistake(
                    .missingValue, at: column, "The object lacks its kind; add for example \"kind\": \"Job\".")
            }
            guard let apiVersion = texts[.apiVersion] else { return TypeReference(listed) }
            throw Mistake(.missingValue, at: apiVersion.column, "An apiVersion needs a kind beside it.")
        }
        let type = try TypeReference(apiVersion: texts[.apiVersion], kind: kind)
        guard listed == nil || listed == type.kind else {
            throw Mistake(
                .contradiction, at: kind.column,
                "\(Excerpt.quoted(kind.string)) is not the kind that this list is of; list it in wait.k8s/for.")
        }
        return type
    }

    /// The namespace that is named; one that is empty is not.
    private func namespace(of kind: DependencyKind, default defaultNamespace: String?) throws(Mistake) -> String {
        let named = texts[.namespace].flatMap { $0.count > 0 ? $0 : nil }
        if kind.grammar.family == .clusterObject {
            if let named {
                throw Mistake(
                    .unsupportedForm, at: named.column, "A \(kind.displayName) has no namespace; leave it out.")
            }
            return ""
        }
        if let named { return try NameRule.label.checked(named, "namespace") }
        guard let defaultNamespace else {
            throw Mistake(.missingNamespace, at: column, "The object lacks its namespace.")
        }
        return defaultNamespace
    }

    private func target(of kind: DependencyKind) throws(Mistake) -> DependencyTarget {
        let name = texts[.name].flatMap { $0.count > 0 ? $0 : nil }
        guard let labels else {
            guard let name else {
                throw Mistake(.missingValue, at: column, "The object names nothing; give it a name or labels.")
            }
            return .name(try kind.grammar.names.checked(name, kind.displayName))
        }
        let place = columns[.labels] ?? column
        guard name == nil else {
            throw Mistake(.contradiction, at: place, "name and labels contradict each other; keep one.")
        }
        guard kind.grammar.takesSelector else {
            throw Mistake(
                .unsupportedForm, at: place, "\(kind.openingPhrase) is named here, not selected by its labels.")
        }
        guard !labels.isEmpty else {
            throw Mistake(.invalidSelector, at: place, "The labels are empty; name one at least.")
        }
        var requirements: [LabelRequirement] = []
        for (key, value) in labels {
            guard LabelSyntax.isKey(key.bytes[...]) else {
                throw Mistake(
                    .invalidSelector, at: key.column, "\(Excerpt.quoted(key.string)) is not a valid label key.")
            }
            guard LabelSyntax.isValue(value.bytes[...]) else {
                throw Mistake(
                    .invalidSelector, at: value.column, "\(Excerpt.quoted(value.string)) is not a valid label value.")
            }
            requirements.append(LabelRequirement(key: key.string, condition: .isIn([value.string])))
        }
        return .selector(LabelSelector(requirements))
    }

    private func field(_ pair: Pair) throws(Mistake) -> FieldRequirement {
        guard let key = pair.first, key.count > 0, let value = pair.second else {
            throw Mistake(.missingValue, at: pair.column, "A field needs a key and a value.")
        }
        return try FieldRequirement(key: key, value: value)
    }

    private func condition(_ pair: Pair, of kind: DependencyKind) throws(Mistake) -> ConditionRequirement {
        guard let type = pair.first, type.count > 0 else {
            throw Mistake(.missingValue, at: pair.column, "A condition needs a type.")
        }
        let status = pair.second.flatMap { $0.count > 0 ? $0 : nil }
        return try ConditionRequirement(type: type, status: status, of: kind)
    }
}
