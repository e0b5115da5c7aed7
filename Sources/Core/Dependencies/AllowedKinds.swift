/// The kinds of objects that the operator lets pods wait for, besides those that have an annotation of their own:
/// `certificates.cert-manager.io`, `*.kustomize.toolkit.fluxcd.io`, `configmaps`.
///
/// ConfigMaps and Secrets are in it only where the list names them. Events and Leases never are: each changes many times
/// a minute, and nobody can be ready.
package struct AllowedKinds: Hashable, Sendable, CustomStringConvertible {
    /// One item of the list.
    package struct Entry: Hashable, Sendable, CustomStringConvertible {
        /// The plural that stands in URLs; nil for every kind of the group.
        package let plural: String?
        /// The API group: empty for the core group.
        package let group: String

        /// The item as it is written.
        package var description: String { group.isEmpty ? plural ?? "*" : "\(plural ?? "*").\(group)" }
    }

    /// The items, sorted by group and plural.
    package let entries: [Entry]

    /// Reads a list whose items are divided by commas. An item that is not valid, which `problem` tells, allows nothing.
    package init(_ text: String = "") {
        entries = Set(Self.items(text).filter { Self.problem(of: $0) == nil }.map(Self.entry))
            .sorted { ($0.group, $0.plural ?? "*") < ($1.group, $1.plural ?? "*") }
    }

    /// The list without repetitions; empty for one that allows nothing more.
    package var description: String { entries.map(\.description).joined(separator: ",") }

    /// Whether objects of a kind may be waited for, whatever word they are asked for by.
    package func allows(plural: String, group: String) -> Bool {
        let name = Entry(plural: plural, group: group)
        if Self.never.contains(name) { return false }
        return Self.always.contains(name) || entries.contains(name)
            || entries.contains(Entry(plural: nil, group: group))
    }

    /// Whether dependencies of a kind may be written at all; whether an object of any other kind may, only its plural and
    /// group can tell.
    package func allows(_ kind: DependencyKind) -> Bool {
        switch kind {
        case .configmap: allows(plural: "configmaps", group: "")
        case .secret: allows(plural: "secrets", group: "")
        default: true
        }
    }

    /// What is wrong with a list, in one sentence; nil when nothing is.
    package static func problem(with text: String) -> String? {
        items(text).lazy.compactMap { problem(of: $0) }.first
    }

    // MARK: Items

    /// What has an annotation of its own, and is judged by rules that every server has.
    private static let always: Set<Entry> = [
        Entry(plural: "services", group: ""), Entry(plural: "pods", group: ""), Entry(plural: "nodes", group: ""),
        Entry(plural: "persistentvolumeclaims", group: ""), Entry(plural: "jobs", group: "batch"),
        Entry(plural: "cronjobs", group: "batch"), Entry(plural: "deployments", group: "apps"),
        Entry(plural: "statefulsets", group: "apps"), Entry(plural: "daemonsets", group: "apps"),
        Entry(plural: "customresourcedefinitions", group: "apiextensions.k8s.io"),
    ]

    private static let never: Set<Entry> = [
        Entry(plural: "events", group: ""), Entry(plural: "events", group: "events.k8s.io"),
        Entry(plural: "leases", group: "coordination.k8s.io"),
    ]

    /// The core group's kinds that can be watched: they alone are written without a group.
    static let core = [
        "configmaps", "endpoints", "events", "limitranges", "namespaces", "nodes", "persistentvolumeclaims",
        "persistentvolumes", "pods", "podtemplates", "replicationcontrollers", "resourcequotas", "secrets",
        "serviceaccounts", "services",
    ]

    private static func items(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
    }

    private static func entry(_ item: String) -> Entry {
        let parts = item.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        return Entry(plural: parts[0] == "*" ? nil : String(parts[0]), group: parts.count == 2 ? String(parts[1]) : "")
    }

    private static func problem(of item: String) -> String? {
        let entry = entry(item)
        if never.contains(entry) { return "\"\(item)\" cannot be waited for: Events and Leases are never watched." }
        guard let plural = entry.plural else {
            if entry.group.isEmpty { return "\"\(item)\" names no group; write *.GROUP, or each kind as PLURAL.GROUP." }
            guard !never.contains(where: { $0.group == entry.group }) else {
                return "\"\(item)\" would take in Events or Leases; write each kind of that group as PLURAL.GROUP."
            }
            return NameRule.subdomain.accepts(Array(entry.group.utf8)[...])
                ? nil : "\"\(item)\" names no group that could exist."
        }
        if item.contains(".") {
            return NameRule.label.accepts(Array(plural.utf8)[...])
                && NameRule.subdomain.accepts(Array(entry.group.utf8)[...])
                ? nil : "\"\(item)\" is not PLURAL.GROUP in lower case."
        }
        if core.contains(plural) { return nil }
        let advice =
            Spelling.nearest(to: plural, among: core).map { "did you mean \($0)?" }
            ?? "a kind of another group is written PLURAL.GROUP."
        return "The core group has no kind \"\(item)\"; \(advice)"
    }
}
