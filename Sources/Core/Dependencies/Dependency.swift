/// One thing that a pod waits for.
///
/// Its description is the canonical text, `service/infra/redis port=6379`: one argument of the injected container, and the
/// dependency's name everywhere else. Parsing it gives the same dependency.
package struct Dependency: Hashable, Sendable, CustomStringConvertible {
    /// What kind of object it is.
    package var kind: DependencyKind
    /// The type of an object of kind `resource`, in lower case, as `kubectl get` takes it: `certificate.cert-manager.io`,
    /// `widgets.v1.example.com`; empty for all other kinds.
    package var resourceType: String
    /// The namespace of the object, never implied; empty for kinds that have none.
    package var namespace: String
    /// Which object, or which objects.
    package var target: DependencyTarget
    /// What else was asked of it.
    package var options: DependencyOptions {
        get { statedOptions ?? .unsaid }
        set { said = newValue == .unsaid ? nil : Said(newValue) }
    }

    /// The same, nil where nothing was asked: cheaper where that is all there is to know.
    package var statedOptions: DependencyOptions? { said?.options }

    private var said: Said?

    /// Options that say something. Most dependencies have none, and options are large: so they stand apart, and a dependency
    /// costs little to keep and to copy.
    private final class Said: Hashable, Sendable {
        let options: DependencyOptions

        init(_ options: DependencyOptions) { self.options = options }

        static func == (one: Said, other: Said) -> Bool { one === other || one.options == other.options }

        func hash(into hasher: inout Hasher) { hasher.combine(options) }
    }

    /// A dependency of parts that must each be valid: the parsers make no others.
    package init(
        kind: DependencyKind, resourceType: String = "", namespace: String, target: DependencyTarget,
        options: DependencyOptions = DependencyOptions()
    ) {
        self.kind = kind
        self.resourceType = resourceType
        self.namespace = namespace
        self.target = target
        self.options = options
    }

    /// The canonical text.
    package var description: String {
        var text = kind == .resource ? resourceType : kind.rawValue
        text += "/"
        if !namespace.isEmpty {
            text += namespace
            text += "/"
        }
        text += target.description
        text = CanonicalWord.of(text)
        guard let options = statedOptions else { return text }
        for option in kind.grammar.options {
            guard let value = options.text(of: option) else { continue }
            text += " " + (option.isFlag ? option.rawValue : CanonicalWord.of("\(option.rawValue)=\(value)"))
        }
        return text
    }

    /// `Service db/postgres`, `certificate.cert-manager.io infra/web`, `Node worker-1`: how messages call it.
    package var displayName: String {
        let name = kind == .resource ? resourceType : kind.displayName
        return namespace.isEmpty ? "\(name) \(target)" : "\(name) \(namespace)/\(target)"
    }
}
