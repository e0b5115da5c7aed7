import Encodings

/// Reads the first word of an item: which object is meant.
struct TargetParser {
    /// What a target says.
    struct Target: Hashable {
        /// The object's namespace.
        var namespace: String
        /// The object's name.
        var name: String
        /// A Service's port, when it was written after a colon.
        var port: PortReference?
        /// The text could mean something else to people who come from another tool.
        var isPortOrName = false
    }

    /// The kind of the object.
    let kind: DependencyKind
    /// Where the object is when its namespace is not written; nil where it must be.
    let defaultNamespace: String?

    /// The target that a word names.
    func parse(_ word: SourceText) throws(Mistake) -> Target {
        guard word.count > 0 else {
            throw Mistake(.invalidName, at: word.column, "The \(kind.displayName)'s name is empty.")
        }
        if let bracket = word.bytes.firstIndex(where: { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "{") }) {
            throw Mistake(
                .unsupportedForm, at: word.column(at: bracket),
                "A \(kind.displayName) is named here, not selected by its labels; write NAME or NAMESPACE/NAME.")
        }
        let separators = word.bytes.indices.filter { isSeparator(word.bytes[$0]) }
        guard separators.count <= 1 else { throw twoSeparators(word, separators) }
        guard let separator = separators.first else { return try unseparated(word, port: nil) }
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

    /// `ns/name` and `ns:name`.
    private func separated(_ left: SourceText, _ right: SourceText) throws(Mistake) -> Target {
        Target(
            namespace: try NameRule.label.checked(left, "namespace"),
            name: try kind.grammar.names.checked(right, kind.displayName))
    }

    /// A name by itself, or one of a Service's DNS forms; the port was after it.
    private func unseparated(_ word: SourceText, port: PortReference?) throws(Mistake) -> Target {
        guard let defaultNamespace else { throw missingNamespace(word) }
        if kind.grammar.family == .service, let dot = word.bytes.firstIndex(of: UInt8(ascii: ".")) {
            return try dnsForm(word, firstDot: dot, port: port)
        }
        let name = try kind.grammar.names.checked(word, kind.displayName)
        return Target(namespace: defaultNamespace, name: name, port: port, isPortOrName: port != nil)
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

    private func missingNamespace(_ word: SourceText) -> Mistake {
        Mistake(
            .missingNamespace, at: word.column,
            "\(Excerpt.quoted(word.string)) lacks its namespace; write \(kind.rawValue)/NAMESPACE/NAME.")
    }

    private func twoSeparators(_ word: SourceText, _ separators: [Int]) -> Mistake {
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
