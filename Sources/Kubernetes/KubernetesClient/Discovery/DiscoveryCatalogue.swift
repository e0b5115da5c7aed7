/// Every kind of object that an API server serves, and which of them a name means: as kubectl decides it.
///
/// A name is a plural, singular, short name or kind, alone or with `.GROUP` (or the beginning of one) or
/// `.VERSION.GROUP`. Where it fits several, the first group wins, in the order in which the API server lists its groups,
/// and in the group its preferred version. Kinds that cannot be listed and watched are passed over.
///
/// This follows NewDiscoveryRESTMapper, PriorityRESTMapper and shortcutExpander of k8s.io/client-go.
package struct DiscoveryCatalogue: Hashable, Sendable {
    /// The versions of all groups: the core group first, and in each group the preferred version first.
    let versions: [ServedVersion]
    private let resources: [ServedResource]
    /// Where in `resources` each plural, singular and kind, in lower case, stands.
    private let byName: [String: [Int]]
    private let byKind: [String: [Int]]
    private let byShortName: [String: [Int]]

    /// A catalogue of these versions in the order of discovery.
    init(_ versions: [ServedVersion] = []) {
        self.versions = versions
        resources = versions.flatMap(\.resources)
        var byName: [String: [Int]] = [:]
        var byKind: [String: [Int]] = [:]
        var byShortName: [String: [Int]] = [:]
        for (index, resource) in resources.enumerated() {
            byName[resource.type.plural, default: []].append(index)
            if resource.singular != resource.type.plural { byName[resource.singular, default: []].append(index) }
            byKind[resource.type.kind.lowercased(), default: []].append(index)
            for name in resource.shortNames { byShortName[name, default: []].append(index) }
        }
        self.byName = byName
        self.byKind = byKind
        self.byShortName = byShortName
    }

    /// What a name means.
    package func resolve(_ text: String) -> Resolution {
        let readings = ResourceName(text).readings
        let matches = readings.lazy.flatMap(indexes)
        if let index = matches.first(where: { resources[$0].isWatchable }) { return .found(resources[index].type) }
        if let failure = readings.lazy.compactMap(failure).first { return .failed(failure) }
        guard let index = matches.first else { return .notFound }
        return .failed(
            "\(resources[index].type) cannot be waited for: the API server does not let its objects be listed and watched"
        )
    }

    /// What a refresh found, with what this catalogue knows of versions that could not be read just now.
    ///
    /// An aggregated API that is down for a while must not take its kinds away from those who wait.
    func refreshed(by newer: [ServedVersion]) -> DiscoveryCatalogue {
        let known = Dictionary(versions.map { ($0.groupVersion, $0.resources) }) { first, _ in first }
        return DiscoveryCatalogue(
            newer.map { version in
                guard version.failure != nil, version.resources.isEmpty else { return version }
                var version = version
                version.resources = known[version.groupVersion] ?? []
                return version
            })
    }

    // MARK: Matching

    /// Where what a reading may mean stands, the best first.
    private func indexes(_ reading: ResourceName.Reading) -> [Int] {
        let names = filter(byName[reading.type] ?? [], reading)
        if !names.isEmpty { return names }
        // Only where nothing has it for a full name does a short name count; it stands for one resource in one group.
        if let index = filter(byShortName[reading.type] ?? [], reading).first {
            let resource = resources[index].type
            let group = ResourceName.Reading(type: resource.plural, version: reading.version, group: resource.group)
            return filter(byName[resource.plural] ?? [], group)
        }
        return filter(byKind[reading.type] ?? [], reading)
    }

    /// Those in the group that a reading names, exactly or, without a version and for want of that, by its beginning:
    /// `storageclass.storage` means `storageclasses.storage.k8s.io`.
    private func filter(_ candidates: [Int], _ reading: ResourceName.Reading) -> [Int] {
        guard let group = reading.group else { return candidates }
        let exact = candidates.filter { resources[$0].type.group == group }
        if let version = reading.version { return exact.filter { resources[$0].type.version == version } }
        return exact.isEmpty ? candidates.filter { resources[$0].type.group.hasPrefix(group) } : exact
    }

    /// Why something of that name may yet be there: a version that could have it could not be read.
    private func failure(_ reading: ResourceName.Reading) -> String? {
        for version in versions {
            guard let failure = version.failure else { continue }
            if let group = reading.group, !version.group.hasPrefix(group) { continue }
            if let wanted = reading.version, wanted != version.version { continue }
            return "the kinds of \(version.groupVersion) are not known: \(failure)"
        }
        return nil
    }
}
