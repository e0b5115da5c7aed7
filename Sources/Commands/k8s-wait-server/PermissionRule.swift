internal import Dependencies
internal import KubernetesClient
internal import Policies
internal import PolicyController

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

    /// The rule for our webhook configuration, which has no namespace.
    ///
    /// - Parameters:
    ///   - name: nil where there is nothing to look after.
    ///   - mends: whether its `caBundle` is ours to keep.
    static func registration(_ name: String?, mends: Bool) -> [PermissionRule] {
        guard let name else { return [] }
        let row = ResourceType.mutatingWebhookConfigurations
        return [
            Self(
                group: row.group, resource: row.plural, names: [name],
                verbs: row.verbs.filter { mends || $0 != .patch }, purpose: row.purpose)
        ]
    }

    /// The rules that hold in our own namespace only.
    ///
    /// - Parameters:
    ///   - record: the name of the ConfigMap in which finished Jobs are remembered.
    ///   - authorities: the name of the Secret with our certificate authorities; nil where certificates come from files.
    static func own(record: String, authorities: String?) -> [PermissionRule] {
        kept(.configMaps, record, "the record of finished Jobs")
            + (authorities.map { kept(.secrets, $0, "the certificate authorities") } ?? [])
    }

    /// The rules for one object that we make, read and change. One for a name cannot allow creation: the name is not known
    /// when that is checked. Listing and watching by name are allowed by it (`fieldSelector=metadata.name=…`).
    private static func kept(_ type: ResourceType, _ name: String, _ what: String) -> [PermissionRule] {
        [
            Self(
                group: type.group, resource: type.plural, names: [name], verbs: [.get, .list, .watch, .patch],
                purpose: what),
            Self(
                group: type.group, resource: type.plural, verbs: [.create],
                purpose: "creation, which cannot be granted by name: \(what)"),
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
    /// The rules for policies, for the whole cluster.
    static func policies() -> [PermissionRule] {
        let types = PolicyKind.allCases.map { ResourceType.policies($0) }
        return types.map { Self($0) }
            + types.map {
                Self(
                    group: $0.group, resource: "\($0.plural)/status", verbs: [.patch],
                    purpose: "what becomes of them, said in their status")
            }
    }

    /// The rule for the Leases by which replicas tell each other which policies they have, in our own namespace. Their
    /// creation is granted with that of the Lease by which one leads.
    static func replicaLeases() -> PermissionRule {
        let leases = ResourceType.leases
        return Self(
            group: leases.group, resource: leases.plural, verbs: [.list, .watch, .patch, .delete],
            purpose: "which replicas there are, and which policies each has")
    }

    /// The rule for a row of the table.
    init(_ row: ResourceType) {
        self.init(group: row.group, resource: row.plural, verbs: row.verbs, purpose: row.purpose)
    }
}
