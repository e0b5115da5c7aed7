internal import Dependencies
internal import KubernetesClient

/// One rule of a Role or ClusterRole, and what it is for.
struct PermissionRule: Hashable {
    /// The API group: empty for the core group.
    let group: String
    /// The plural; `*` for every kind of the group.
    let resource: String
    /// The objects that it is for; empty for all.
    var names: [String] = []
    /// What it lets our account do.
    let verbs: [ResourceType.Verb]
    /// Half a sentence for who grants it.
    let purpose: String

    /// The rules that hold for the whole cluster: the table of kinds, of which the reflectors are made, and what the
    /// operator's list adds to it.
    ///
    /// - Parameter writesEvents: as the server is set.
    static func cluster(_ kinds: AllowedKinds, writesEvents: Bool = true) -> [PermissionRule] {
        let table = (ResourceType.always + (writesEvents ? [.events] : [])).map(Self.init)
        let added = kinds.entries.compactMap { entry -> PermissionRule? in
            if let row = ResourceType.onRequest.first(where: { $0.group == entry.group && $0.plural == entry.plural }) {
                return Self(row)
            }
            let rule = Self(
                group: entry.group, resource: entry.plural ?? "*", verbs: [.list, .watch],
                purpose: "waited for as objects of any kind, one at a time, by name")
            let isGranted = table.contains {
                $0.group == rule.group && $0.resource == rule.resource && Set($0.verbs).isSuperset(of: rule.verbs)
            }
            return isGranted ? nil : rule
        }
        return table + added
    }

    /// The rules that hold in our own namespace only.
    ///
    /// - Parameter record: the name of the ConfigMap in which finished Jobs are remembered.
    static func own(record: String) -> [PermissionRule] {
        let configMaps = ResourceType.configMaps
        return [
            Self(
                group: configMaps.group, resource: configMaps.plural, names: [record],
                verbs: [.get, .list, .watch, .patch], purpose: "the record of finished Jobs"),
            // A rule for a name cannot allow creation: the name is not known when it is checked.
            Self(
                group: configMaps.group, resource: configMaps.plural, verbs: [.create],
                purpose: "the record's creation, which cannot be granted by name"),
        ]
    }

    /// The rules for the Lease of that name, in our own namespace.
    static func lease(_ name: String) -> [PermissionRule] {
        let leases = ResourceType.leases
        return [
            Self(
                group: leases.group, resource: leases.plural, names: [name], verbs: leases.verbs,
                purpose: leases.purpose),
            Self(
                group: leases.group, resource: leases.plural, verbs: [.create],
                purpose: "the Lease's creation, which cannot be granted by name"),
        ]
    }
}

extension PermissionRule {
    /// The rule for a row of the table.
    init(_ row: ResourceType) {
        self.init(group: row.group, resource: row.plural, verbs: row.verbs, purpose: row.purpose)
    }
}
