import Encodings

/// Which options fit together, and which need a target of a certain form.
struct OptionRules {
    /// The kind of the dependency.
    let kind: DependencyKind
    /// What it waits for.
    let target: DependencyTarget
    /// The options that are given, each with its column.
    let columns: [OptionName: Int]

    /// Options that ask something of an object that is there.
    private static let requirements: [OptionName] = [
        .port, .minimum, .match, .uptime, .condition, .jsonPath, .key, .version, .maxAge, .remember, .ifAbsent,
        .anywhere, .sameNode,
    ]

    /// Each option with those that it leaves no room for, and why.
    private static let contradictions: [(option: OptionName, others: [OptionName], reason: String)] = [
        (.exists, [.absent] + requirements, "exists asks only that the object is there"),
        (.exists, [.optional], "with optional a missing object is ready, with exists it is not"),
        (.absent, [.optional] + requirements, "absent asks that the object is gone"),
        (.jsonPath, [.condition], "one item asks one thing of an object; make the other an item of its own"),
        (.optional, [.remember], "with optional a missing Job is ready anyway"),
        (.anywhere, [.ifAbsent], "with anywhere a pod on any node counts"),
        (.ca, [.insecure], "with insecure the certificate is not verified"),
    ]

    /// What the rule of a kind looks at, and a condition that it does not know leaves unseen.
    private static let ofOwnRule: [OptionName] = [
        .port, .minimum, .match, .uptime, .version, .maxAge, .remember, .ifAbsent, .anywhere, .sameNode,
    ]

    /// Throws for the first pair that contradicts itself, or option that the target has no use for.
    func check(_ options: DependencyOptions) throws(Mistake) {
        guard !columns.isEmpty else { return }
        for rule in Self.contradictions {
            guard let column = columns[rule.option],
                let (other, otherColumn) = rule.others.lazy.compactMap({ other in columns[other].map { (other, $0) } })
                    .first
            else { continue }
            throw Mistake(
                .contradiction, at: max(column, otherColumn),
                "\(rule.option.rawValue) and \(other.rawValue) contradict each other: \(rule.reason).")
        }
        try checkOwnRule(options)
        switch target {
        case .name: try checkName()
        case .selector: try checkSelector(options)
        case .url(let url): try checkURL(url)
        case .address, .host, .path: break
        }
    }

    /// A field, or a condition that the kind's own rule does not know, is judged without that rule and all that it
    /// looks at, save that Pods and Jobs are counted all the same.
    private func checkOwnRule(_ options: DependencyOptions) throws(Mistake) {
        let isOwn = options.condition.map { $0.isOwn(of: kind) || kind == .resource } ?? true
        guard let asked = options.field != nil ? .jsonPath : isOwn ? nil : OptionName.condition,
            let column = columns[asked]
        else { return }
        let counts = kind == .pod || kind == .job
        for option in Self.ofOwnRule where !(counts && option == .minimum) {
            guard let other = columns[option] else { continue }
            let text = options.condition.map { "=\(Excerpt.of($0.description, limit: 40))" } ?? ""
            throw Mistake(
                .contradiction, at: max(column, other),
                "\(option.rawValue) is not looked at beside \(asked.rawValue)\(text); make it an item of its own.")
        }
    }

    private func checkName() throws(Mistake) {
        guard kind == .pod || kind == .job else { return }
        for option in [OptionName.minimum, .sameNode] {
            guard let column = columns[option] else { continue }
            throw Mistake(
                .optionDoesNotFit, at: column,
                "\(option.rawValue) is for what a selector chooses, not for one \(kind.displayName); "
                    + "write a selector in parentheses or leave \(option.rawValue) out.")
        }
    }

    private func checkSelector(_ options: DependencyOptions) throws(Mistake) {
        if let column = columns[.remember] {
            throw Mistake(
                .optionDoesNotFit, at: column,
                "remember is for one \(kind.displayName) by its name, not for those that a selector chooses.")
        }
        if options.minimum == .count(0), kind == .pod || kind == .job, let column = columns[.minimum] {
            throw Mistake(.invalidCount, at: column, "min=0 asks for nothing; leave the item out, or write min=1.")
        }
    }

    private func checkURL(_ url: String) throws(Mistake) {
        guard !url.hasPrefix("https:") else { return }
        for option in [OptionName.ca, .insecure] {
            guard let column = columns[option] else { continue }
            throw Mistake(
                .optionDoesNotFit, at: column, "\(option.rawValue) fits only an https URL; this one is plain http.")
        }
    }
}
