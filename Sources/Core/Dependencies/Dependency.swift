/// One thing that a pod waits for.
///
/// Its description is the canonical text, `service/infra/redis port=6379`: one argument of the injected container, and the
/// dependency's name everywhere else. Parsing it gives the same dependency.
package struct Dependency: Hashable, Sendable, CustomStringConvertible {
    /// What kind of object it is.
    package var kind: DependencyKind
    /// The namespace of the object; never implied.
    package var namespace: String
    /// Which object, or which objects.
    package var target: DependencyTarget
    /// What else was asked of it.
    package var options: DependencyOptions

    /// A dependency of parts that must each be valid: the parsers make no others.
    package init(
        kind: DependencyKind, namespace: String, target: DependencyTarget,
        options: DependencyOptions = DependencyOptions()
    ) {
        self.kind = kind
        self.namespace = namespace
        self.target = target
        self.options = options
    }

    /// The canonical text.
    package var description: String {
        var text = "\(kind.rawValue)/\(namespace)/\(target)"
        for option in kind.grammar.options {
            if let value = options.text(of: option) { text += " \(option.rawValue)=\(value)" }
        }
        return text
    }

    /// `Service db/postgres`: how messages call it.
    package var displayName: String { "\(kind.displayName) \(namespace)/\(target)" }
}
