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
    private var entries: [String: Entry] = [:]
    /// What the full list that is being received has mentioned so far; nil while none is.
    private var mentioned: Set<String>?

    /// A table that knows nothing.
    init() {}

    /// The namespace of that name; nil while that cannot be known.
    subscript(name: String) -> Entry? { isCurrent ? entries[name] : nil }

    /// The names by UID.
    var names: [String: String] {
        var names: [String: String] = [:]
        for (name, entry) in entries { names[entry.uid] = name }
        return names
    }

    /// Takes what the reflector of Namespaces has told. An object that cannot be read counts as unknown.
    mutating func apply(_ event: ReflectorEvent<[UInt8]>) {
        switch event {
        case .listing:
            mentioned = []
        case .applied(let json):
            guard let (name, entry) = Self.read(json) else { return }
            entries[name] = entry
            mentioned?.insert(name)
        case .deleted(let json):
            if let (name, _) = Self.read(json) { entries[name] = nil }
        case .listed:
            if let mentioned { entries = entries.filter { mentioned.contains($0.key) } }
            mentioned = nil
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
