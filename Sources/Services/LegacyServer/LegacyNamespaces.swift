import Dependencies

/// The namespaces that the listener answers for: it answers anyone, so each is named, or all are by `*`.
package struct LegacyNamespaces: Hashable, Sendable {
    private let names: Set<String>
    private let areAll: Bool

    /// Reads `*` or a list whose items are divided by commas; nil for one that is empty or names what no namespace can be
    /// called.
    package init?(_ text: String) {
        let items = text.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
        areAll = items == ["*"]
        names = areAll ? [] : Set(items)
        guard areAll || !items.isEmpty && items.allSatisfy(Self.isName) else { return nil }
    }

    /// Whether questions about a namespace are answered.
    func contains(_ name: String) -> Bool { areAll || names.contains(name) }

    private static func isName(_ text: String) -> Bool {
        (try? Dependency(canonical: "job/\(text)/x"))?.namespace == text
    }
}
