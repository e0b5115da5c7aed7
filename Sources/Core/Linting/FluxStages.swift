import Manifests

/// The order in which Flux brings Kustomizations and HelmReleases that depend on each other
/// (fluxcd.io/flux/components/kustomize/kustomizations, "Dependencies"): one that others depend on must be ready first, and
/// with `wait` it is ready once all that it brings is.
struct FluxStages {
    /// One Kustomization or HelmRelease.
    private struct Unit {
        let key: String
        let entry: Inventory.Entry
        let isAwaited: Bool
        /// The objects that alone are awaited, as `KIND NAMESPACE/NAME`; nil for all that it brings.
        let awaited: Set<String>?
        /// What of it must be ready before it is brought itself, by key.
        let dependencies: [String]
    }

    private let inventory: Inventory
    private let units: [Unit]
    private let owners: [Int: Int]

    /// The units among the objects; nil where there are fewer than two.
    init?(_ inventory: Inventory) {
        let units = inventory.entries.compactMap(Self.unit)
        guard units.count > 1 else { return nil }
        self.inventory = inventory
        self.units = units
        var owners: [Int: Int] = [:]
        for index in inventory.entries.indices {
            if let unit = Self.owner(of: inventory.entries[index], among: units, inventory) { owners[index] = unit }
        }
        self.owners = owners
    }

    /// The deadlocks, an order for each unit that others come after.
    var orders: [StageOrder] {
        units.indices.filter { units[$0].isAwaited }.map { first in
            let later = unitsAfter(first)
            return StageOrder(
                rule: .fluxOrder,
                stage: { index in
                    guard let owner = owners[index] else { return nil }
                    let name = units[owner].entry.displayName
                    if owner == first { return Stage(phase: 0, wave: 0, name: "", title: "of \(name)") }
                    return later.contains(owner) ? Stage(phase: 1, wave: 0, name: "", title: "of \(name)") : nil
                },
                isAwaited: { index in
                    let entry = inventory.entries[index]
                    return owners[index] == first
                        && units[first].awaited?.contains(
                            Self.key(entry.object.kind, entry.namespace, entry.object.name)) != false
                },
                message: { waiter, target, own, later in
                    "Flux waits until \(waiter), \(own.title), is ready before it brings \(target) (\(later.title)), which "
                        + "depends on that and which \(waiter) waits for: neither ever happens. Turn dependsOn round, or "
                        + "leave out wait."
                })
        }
    }

    private static func unit(_ entry: Inventory.Entry) -> Unit? {
        let isKustomization =
            entry.object.kind == "Kustomization" && entry.object.group == "kustomize.toolkit.fluxcd.io"
        let isRelease = entry.object.kind == "HelmRelease" && entry.object.group == "helm.toolkit.fluxcd.io"
        guard isKustomization || isRelease else { return nil }
        let dependencies = (entry.object["spec", "dependsOn"]?.elements ?? []).compactMap { other in
            other["name"]?.string.map { key(entry.object.kind, other["namespace"]?.string ?? entry.namespace, $0) }
        }
        var isAwaited: Bool
        var awaited: Set<String>?
        if isKustomization {
            isAwaited = isTrue(entry.object["spec", "wait"])
            let checks = entry.object["spec", "healthChecks"]?.elements ?? []
            // With wait they count for nothing.
            if !isAwaited, !checks.isEmpty {
                isAwaited = true
                awaited = Set(
                    checks.map {
                        key(
                            $0["kind"]?.string ?? "", $0["namespace"]?.string ?? entry.namespace,
                            $0["name"]?.string ?? "")
                    })
            }
        } else {
            // A HelmRelease waits unless it says that it does not.
            isAwaited = !isTrue(entry.object["spec", "install", "disableWait"])
        }
        return Unit(
            key: key(entry.object.kind, entry.namespace, entry.object.name), entry: entry, isAwaited: isAwaited,
            awaited: awaited,
            dependencies: dependencies)
    }

    private static func key(_ kind: String, _ namespace: String, _ name: String) -> String {
        "\(kind) \(namespace)/\(name)"
    }

    private static func isTrue(_ node: ManifestNode?) -> Bool {
        if case .boolean(true)? = node?.content { true } else { false }
    }

    /// The unit that brings an object: its labels say so, as Flux writes them, or the folder that it stands in.
    private static func owner(of entry: Inventory.Entry, among units: [Unit], _ inventory: Inventory) -> Int? {
        for (kind, domain) in [
            ("Kustomization", "kustomize.toolkit.fluxcd.io"), ("HelmRelease", "helm.toolkit.fluxcd.io"),
        ] {
            if let name = entry.label("\(domain)/name"), let namespace = entry.label("\(domain)/namespace") {
                return units.firstIndex { $0.key == key(kind, namespace, name) }
            }
        }
        guard unit(entry) == nil else { return nil }
        let folders = pathParts(inventory.sources[entry.source].name).dropLast()
        // The deepest folder is the one that is meant.
        var best: (unit: Int, depth: Int)?
        for (index, unit) in units.enumerated() {
            guard let path = unit.entry.object["spec", "path"]?.string else { continue }
            let parts = pathParts(path)
            guard !parts.isEmpty, parts.count > best?.depth ?? 0, contains(Array(folders), parts) else { continue }
            best = (index, parts.count)
        }
        return best?.unit
    }

    private static func pathParts(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init).filter { $0 != "." }
    }

    private static func contains(_ folders: [String], _ parts: [String]) -> Bool {
        guard folders.count >= parts.count else { return false }
        return (0...folders.count - parts.count).contains { Array(folders[$0..<$0 + parts.count]) == parts }
    }

    /// The units that are brought only once this one is ready, by whatever detour.
    private func unitsAfter(_ first: Int) -> Set<Int> {
        var after: Set<Int> = []
        var queue = [first]
        while let next = queue.popLast() {
            for (index, unit) in units.enumerated()
            where unit.dependencies.contains(units[next].key) && after.insert(index).inserted {
                queue.append(index)
            }
        }
        after.remove(first)
        return after
    }
}
