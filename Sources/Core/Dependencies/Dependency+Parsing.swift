extension Dependency {
    /// Parses canonical text. The namespace must be there; nothing is implied and nothing is dropped.
    package init(canonical text: String) throws(Diagnostic) {
        do {
            self = try Self.parse(canonical: text)
        } catch {
            throw Diagnostic(error, annotation: "arguments", item: text)
        }
    }

    private static func parse(canonical text: String) throws(Mistake) -> Dependency {
        var scanner = ListScanner(text)
        guard let item = scanner.next() else {
            throw Mistake(.emptyItem, at: 1, "A dependency is missing; write KIND/NAMESPACE/NAME.")
        }
        let reader = ItemReader(kind: nil, defaultNamespace: nil, allowsContainers: true)
        if item.mistake == nil, let other = scanner.next() {
            throw Mistake(.unsupportedForm, at: other.column, "One argument names one dependency; make this another.")
        }
        return try reader.read(item).dependency
    }
}
