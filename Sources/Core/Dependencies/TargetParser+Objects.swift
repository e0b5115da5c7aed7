import Encodings

extension TargetParser {
    /// An object with a namespace, or several by their labels.
    func object(_ word: SourceText) throws(Mistake) -> Target {
        if let bracket = word.bytes.firstIndex(of: UInt8(ascii: "(")) { return try selected(word, bracket) }
        try refuseOtherForms(word)
        guard let separator = word.bytes.firstIndex(where: isSeparator) else {
            return try unseparated(word, port: nil)
        }
        guard word.bytes.lastIndex(where: isSeparator) == separator else { throw twoSeparators(word) }
        let left = word.slice(0..<separator)
        let right = word.suffix(from: separator + 1)
        if word.bytes[separator] == UInt8(ascii: ":") {
            guard defaultNamespace != nil else { throw missingNamespace(word) }
            if kind.grammar.family == .service, isNumber(right) {
                return try unseparated(left, port: try PortReference(right))
            }
        }
        return try separated(left, right)
    }

    /// The name of an object that has no namespace.
    func clusterObject(_ word: SourceText) throws(Mistake) -> String {
        try refuseOtherForms(word)
        if let separator = word.bytes.firstIndex(where: isSeparator) {
            throw Mistake(
                .unsupportedForm, at: word.column(at: separator),
                "A \(kind.displayName) has no namespace; write its name alone.")
        }
        if word.bytes.contains(UInt8(ascii: "(")) { throw notSelectable(word, 0) }
        return try kind.grammar.names.checked(word, kind.displayName)
    }

    /// `(app=db)`, `ns/(app=db)` and `ns:(app=db)`.
    private func selected(_ word: SourceText, _ bracket: Int) throws(Mistake) -> Target {
        guard kind.grammar.takesSelector else { throw notSelectable(word, bracket) }
        guard word.bytes.last == UInt8(ascii: ")") else {
            throw Mistake(
                .invalidSelector, at: word.column(at: word.count),
                "A selector ends with its closing parenthesis; write (app=web), and a port as port=5432.")
        }
        var namespace = defaultNamespace
        if bracket > 0 {
            guard isSeparator(word.bytes[bracket - 1]) else {
                throw Mistake(
                    .unsupportedForm, at: word.column(at: bracket),
                    "A \(kind.displayName) has a name or a selector; write NAME, (app=web) or NAMESPACE/(app=web).")
            }
            let separators = word.bytes.indices.prefix(bracket - 1).filter { isSeparator(word.bytes[$0]) }
            guard separators.isEmpty else {
                throw Mistake(
                    .twoSeparators, at: word.column(at: bracket - 1),
                    "\(Excerpt.quoted(word.string)) has more than one separator; write NAMESPACE/(app=web).")
            }
            namespace = try NameRule.label.checked(word.slice(0..<bracket - 1), "namespace")
        }
        guard let namespace else { throw missingNamespace(word) }
        let selector = try LabelSelector(word.slice(bracket + 1..<word.count - 1))
        return Target(namespace: namespace, target: .selector(selector))
    }

    /// `ns/name` and `ns:name`.
    private func separated(_ left: SourceText, _ right: SourceText) throws(Mistake) -> Target {
        Target(
            namespace: try NameRule.label.checked(left, "namespace"),
            target: .name(try kind.grammar.names.checked(right, kind.displayName)))
    }

    /// A name by itself, or one of a Service's DNS forms; the port was after it.
    private func unseparated(_ word: SourceText, port: PortReference?) throws(Mistake) -> Target {
        guard let defaultNamespace else { throw missingNamespace(word) }
        if kind.grammar.family == .service, let dot = word.bytes.firstIndex(of: UInt8(ascii: ".")) {
            return try dnsForm(word, firstDot: dot, port: port)
        }
        let name = try kind.grammar.names.checked(word, kind.displayName)
        if word.bytes.contains(UInt8(ascii: ".")), name.hasSuffix(".svc.cluster.local") || name.hasSuffix(".svc") {
            throw Mistake(
                .invalidName, at: word.column,
                "\(Excerpt.quoted(word.string)) is a DNS name, not that of a \(kind.displayName); write NAME or "
                    + "NAMESPACE/NAME, or list it in wait.k8s/for-service or wait.k8s/for-dns.")
        }
        return Target(namespace: defaultNamespace, target: .name(name), port: port, isPortOrName: port != nil)
    }

    /// `name.ns`, `name.ns.svc` and `name.ns.svc.cluster.local`, the last also with the final dot that DNS allows.
    private func dnsForm(_ word: SourceText, firstDot: Int, port: PortReference?) throws(Mistake) -> Target {
        let rest = word.suffix(from: firstDot + 1)
        let secondDot = rest.bytes.firstIndex(of: UInt8(ascii: ".")) ?? rest.count
        let domain = rest.suffix(from: secondDot)
        guard ["", ".svc", ".svc.cluster.local", ".svc.cluster.local."].contains(domain.string) else {
            throw Mistake(
                .invalidName, at: domain.column,
                "\(Excerpt.quoted(word.string)) is no Service of this cluster; write NAME.NAMESPACE.svc.cluster.local."
            )
        }
        var target = try separated(rest.slice(0..<secondDot), word.slice(0..<firstDot))
        target.port = port
        return target
    }

    // MARK: What people write in place of a name

    /// Says what is wrong with a word that is clearly meant as something else than a name.
    private func refuseOtherForms(_ word: SourceText) throws(Mistake) {
        if let scheme = word.firstOffset(of: "://") {
            throw Mistake(
                .unsupportedForm, at: word.column(at: scheme),
                "\(Excerpt.quoted(word.string)) is a URL; list it in wait.k8s/for-http.")
        }
        if let bracket = word.bytes.firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }) {
            throw notSelectable(word, bracket)
        }
        guard let sign = word.bytes.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "!") }) else {
            return
        }
        if let option = OptionName(rawValue: word.slice(0..<sign).string) {
            throw Mistake(
                .invalidName, at: word.column,
                "The name is missing before the option \(option.rawValue); write for example NAME \(option.form).")
        }
        guard kind.grammar.takesSelector, word.bytes.contains(UInt8(ascii: "=")) || sign == 0 else { return }
        throw Mistake(
            .invalidName, at: word.column(at: sign),
            "\(Excerpt.quoted(word.string)) is not a valid \(kind.displayName) name; a selector stands in parentheses, as "
                + "(app=web).")
    }

    private func notSelectable(_ word: SourceText, _ index: Int) -> Mistake {
        let forms = kind.grammar.family == .clusterObject ? "NAME" : "NAME or NAMESPACE/NAME"
        let message =
            kind.grammar.takesSelector
            ? "\(kind.openingPhrase) is named here, or selected by its labels in parentheses; write \(forms) or (app=web)."
            : "\(kind.openingPhrase) is named here, not selected by its labels; write \(forms)."
        return Mistake(.unsupportedForm, at: word.column(at: index), message)
    }

    private func missingNamespace(_ word: SourceText) -> Mistake {
        Mistake(
            .missingNamespace, at: word.column,
            "\(Excerpt.quoted(word.string)) lacks its namespace; write \(kind.rawValue)/NAMESPACE/NAME.")
    }

    private func twoSeparators(_ word: SourceText) -> Mistake {
        let separators = word.bytes.indices.filter { isSeparator(word.bytes[$0]) }
        let message: String
        let last = separators[separators.count - 1]
        let shown = Excerpt.quoted(word.string)
        if separators.count == 2, kind.grammar.family == .service, isNumber(word.suffix(from: last + 1)) {
            let target = Excerpt.of(word.slice(0..<last).string, limit: 60)
            let port = Excerpt.of(word.suffix(from: last + 1).string, limit: 20)
            message = "\(shown) has two separators; write \(target) port=\(port)."
        } else {
            message = "\(shown) has more than one separator; write NAMESPACE/NAME."
        }
        return Mistake(.twoSeparators, at: word.column(at: separators[1]), message)
    }

    private func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: ":") }

    private func isNumber(_ text: SourceText) -> Bool {
        text.count > 0 && text.bytes.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
}
