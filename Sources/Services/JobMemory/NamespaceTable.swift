import JSONText
import KubernetesClient
import Readiness

/// The namespaces by name, as far as a watch tells: which of several that had a name, one after another, is there now.
struct NamespaceTable {
    /// What is kept of a Namespace.
    struct Entry: Hashable, Sendable {
        /// Its UID.
        let uid: String
        /// When it was created; nil if it does not say.
        let createdAt: Timestamp?
    }

    /// Whether the watch is current. Nothing else is believed: a namespace may have been created anew.
    private(set) var isCurrent = false
    private var entries = ObjectsByName<Entry>()

    /// A table that knows nothing.
    init() {}

    /// The namespace of that name; nil while that cannot be known.
    subscript(name: String) -> Entry? { isCurrent ? entries[name] : nil }

    /// The names by UID.
    var names: [String: String] {
        var names: [String: String] = [:]
        for (name, entry) in entries.all { names[entry.uid] = name }
        return names
    }

    /// Takes what the reflector of Namespaces has told. An object that cannot be read counts as unknown.
    mutating func apply(_ event: ReflectorEvent<[UInt8]>) {
        switch event {
        case .listing:
            entries.beginList()
        case .applied(let json):
            if let (name, entry) = Self.read(json) { entries.apply(entry, name: name) }
        case .deleted(let json):
            if let (name, _) = Self.read(json) { entries.remove(name: name) }
        case .listed:
            entries.endList()
        case .current:
            isCurrent = true
        case .interrupted, .forbidden:
            isCurrent = false
        }
    }

    private static func read(_ json: [UInt8]) -> (name: String, entry: Entry?)? {
        guard let head = try? ObjectHead(json.span), !head.name.isEmpty else { return nil }
        guard !head.uid.isEmpty else { return (head.name, nil) }
        return (head.name, Entry(uid: head.uid, createdAt: head.createdAt))
    }
}
