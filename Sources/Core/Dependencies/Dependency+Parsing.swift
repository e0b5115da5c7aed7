import Encodings

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
        if let mistake = item.mistake { throw mistake }
        if let other = scanner.next() {
            throw Mistake(.unsupportedForm, at: other.column, "One argument names one dependency; make this another.")
        }
        guard let first = item.words.first, let slash = first.bytes.firstIndex(of: UInt8(ascii: "/")) else {
            throw Mistake(.missingNamespace, at: item.column, "Write a dependency as KIND/NAMESPACE/NAME.")
        }
        let name = first.slice(0..<slash).string
        guard let kind = DependencyKind(rawValue: name) else {
            let advice = Spelling.advice(for: name, among: DependencyKind.allCases.map(\.rawValue))
            let message = "\(Excerpt.quoted(name)) is not a kind of dependency; \(advice)"
            throw Mistake(.unknownKind, at: item.column, message)
        }
        let target = try TargetParser(kind: kind, defaultNamespace: nil).parse(first.suffix(from: slash + 1))
        return try OptionParser(kind: kind).parse(item.words.dropFirst(), of: target)
    }
}
