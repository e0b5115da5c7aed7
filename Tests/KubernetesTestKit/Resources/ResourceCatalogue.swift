/// The resources that the API server serves: the built-in ones and those of CustomResourceDefinitions.
package struct ResourceCatalogue: Sendable {
    /// The resources, in the order of discovery.
    package private(set) var resources: [ResourceDefinition]

    /// The built-in resources.
    package init() {
        resources = BuiltInResources.all
    }

    /// The resource with that path, or nil.
    package func resource(group: String, version: String, plural: String) -> ResourceDefinition? {
        resources.first { $0.plural == plural && $0.group == group && $0.version == version }
    }

    /// The resource of that kind, or nil.
    package func resource(group: String, version: String, kind: String) -> ResourceDefinition? {
        resources.first { $0.kind == kind && $0.group == group && $0.version == version && $0.isStored }
    }

    /// The group names in the order of discovery, the core group left out.
    package var groups: [String] {
        var seen: [String] = []
        for resource in resources where !resource.group.isEmpty && !seen.contains(resource.group) {
            seen.append(resource.group)
        }
        return seen
    }

    /// The versions of a group, the preferred one first.
    package func versions(of group: String) -> [String] {
        var seen: [String] = []
        for resource in resources where resource.group == group && !seen.contains(resource.version) {
            seen.append(resource.version)
        }
        return seen
    }

    /// The resources of one group and version.
    package func resources(group: String, version: String) -> [ResourceDefinition] {
        resources.filter { $0.group == group && $0.version == version }
    }

    /// Serves what a CustomResourceDefinition defines from now on, in place of what an object of that name defined before.
    package mutating func define(_ definition: JSONValue) {
        remove(definition)
        guard let spec = definition["spec"], let names = spec["names"], let plural = names["plural"]?.string,
            let kind = names["kind"]?.string, let group = spec["group"]?.string
        else { return }
        for version in spec["versions"]?.array ?? [] where version["served"] == true {
            guard let name = version["name"]?.string else { continue }
            var resource = ResourceDefinition(
                group: group, version: name, plural: plural,
                singular: names["singular"]?.string ?? kind.lowercased(), kind: kind,
                isNamespaced: spec["scope"]?.string != "Cluster")
            resource.isCustom = true
            resource.shortNames = names["shortNames"]?.array?.compactMap(\.string) ?? []
            resource.categories = names["categories"]?.array?.compactMap(\.string) ?? []
            resource.verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"]
            resource.printerColumns = version["additionalPrinterColumns"]?.array ?? []
            resource.storageHash = "OElKk4VKJAM="
            if version.at("subresources", "status") != nil {
                resource.subresources = [
                    .init(name: "status", kind: kind, groupVersion: nil, verbs: ["get", "patch", "update"])
                ]
            }
            resources.append(resource)
        }
    }

    /// Serves what a CustomResourceDefinition defined no longer.
    package mutating func remove(_ definition: JSONValue) {
        resources.removeAll { $0.isDefined(by: definition) }
    }
}
