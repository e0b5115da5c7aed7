import Encodings

/// Reads the lists of one pod, one after another, and keeps what they say and what is wrong with them.
struct DependencyListReader {
    /// The pod's own namespace.
    let namespace: String
    /// What was read, without repetition, in order.
    private(set) var dependencies: [Dependency] = []
    /// What may be meant otherwise.
    private(set) var warnings: [Diagnostic] = []
    /// What is wrong, one an item at most.
    private(set) var errors: [Diagnostic] = []

    private var itemCount = 0

    /// A reader of the lists of a pod in this namespace.
    init(namespace: String) { self.namespace = namespace }

    /// Reads one annotation's list. After the sixty-fourth item of the pod, wrong and repeated ones counted, nothing
    /// more is read: this bounds the work, and a pod with so many is refused anyway.
    mutating func read(_ value: String, of kind: DependencyKind, annotation: String) {
        guard !Self.isJSON(value) else {
            let message = "This version does not read the JSON form; write a list such as postgres, infra/redis."
            errors.append(Diagnostic(Mistake(.unsupportedForm, at: 1, message), annotation: annotation, item: value))
            return
        }
        var scanner = ListScanner(value)
        var isEmpty = true
        while let item = scanner.next() {
            isEmpty = false
            guard itemCount < WaitQuestion.maximumDependencies else {
                let limit = WaitQuestion.maximumDependencies
                let message = "A pod may have at most \(limit) dependencies; this is one more."
                let mistake = Mistake(.tooManyDependencies, at: item.column, message)
                errors.append(Diagnostic(mistake, annotation: annotation, item: item.text))
                return
            }
            itemCount += 1
            read(item, of: kind, annotation: annotation)
        }
        if isEmpty {
            let message = "There is no \(kind.displayName) in this list; name one, or take the annotation out."
            errors.append(Diagnostic(Mistake(.emptyList, at: 1, message), annotation: annotation, item: ""))
        }
    }

    private mutating func read(_ item: ListItem, of kind: DependencyKind, annotation: String) {
        do throws(Mistake) {
            if let mistake = item.mistake { throw mistake }
            guard let first = item.words.first else { return }
            let target = try TargetParser(kind: kind, defaultNamespace: namespace).parse(first)
            let dependency = try OptionParser(kind: kind).parse(item.words.dropFirst(), of: target)
            if target.isPortOrName { warnOfPort(dependency, target, item, annotation) }
            // There are 64 at the most: comparing them costs less than hashing each.
            if !dependencies.contains(dependency) {
                dependencies.append(dependency)
            } else {
                let message = "\(dependency.displayName) is listed twice; it counts once."
                let mistake = Mistake(.duplicateDependency, at: item.column, message)
                warnings.append(Diagnostic(mistake, annotation: annotation, item: item.text))
            }
        } catch {
            errors.append(Diagnostic(error, annotation: annotation, item: item.text))
        }
    }

    /// kubernetes-entrypoint reads `ns:name`, so people who come from it may mean a Service called 5432.
    private mutating func warnOfPort(
        _ dependency: Dependency, _ target: TargetParser.Target, _ item: ListItem, _ annotation: String
    ) {
        let port = target.port.map(\.description) ?? ""
        let name = Excerpt.of(target.name, limit: 40)
        let message =
            "This means port \(port) of Service \(name); write \"\(name) port=\(port)\", "
            + "or \"\(name)/\(port)\" for Service \(port) of namespace \(name)."
        let mistake = Mistake(.portOrName, at: item.column, message)
        warnings.append(Diagnostic(mistake, annotation: annotation, item: item.text))
    }

    /// A value of the JSON form begins with `[` followed by `{`, `"` or `]`.
    private static func isJSON(_ value: String) -> Bool {
        let start = value.utf8.lazy.filter { $0 > UInt8(ascii: " ") }.prefix(2)
        guard start.first == UInt8(ascii: "["), let second = start.dropFirst().first else { return false }
        return second == UInt8(ascii: "{") || second == UInt8(ascii: "\"") || second == UInt8(ascii: "]")
    }
}
