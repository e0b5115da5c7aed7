/// What the API server says of itself: versions, groups, resources (`discovery-*.http`).
enum DiscoveryAnswers {
    /// `/api`: the versions of the core group.
    static func coreVersions(address: String) -> JSONValue {
        [
            "kind": "APIVersions", "versions": ["v1"],
            "serverAddressByClientCIDRs": [["clientCIDR": "0.0.0.0/0", "serverAddress": .string(address)]],
        ]
    }

    /// `/apis`: the groups.
    static func groups(_ catalogue: ResourceCatalogue) -> JSONValue {
        [
            "kind": "APIGroupList", "apiVersion": "v1",
            "groups": .array(catalogue.groups.map { group($0, of: catalogue) }),
        ]
    }

    /// `/apis/GROUP`: one group. Throws 404 for one that is not served.
    static func group(named name: String, of catalogue: ResourceCatalogue) throws(APIStatus) -> JSONValue {
        guard catalogue.groups.contains(name) else { throw .pathNotFound }
        var value: JSONValue = ["kind": "APIGroup", "apiVersion": "v1"]
        for (key, member) in group(name, of: catalogue).object ?? JSONObject() { value[key] = member }
        return value
    }

    /// `/api/v1` and `/apis/GROUP/VERSION`: the resources. Throws 404 for a version that is not served.
    static func resources(
        group: String, version: String, of catalogue: ResourceCatalogue
    ) throws(APIStatus) -> JSONValue {
        let served = catalogue.resources(group: group, version: version)
        guard let first = served.first else { throw .pathNotFound }
        var value: JSONValue = ["kind": "APIResourceList"]
        if !group.isEmpty { value["apiVersion"] = "v1" }
        value["groupVersion"] = .string(first.groupVersion)
        value["resources"] = .array(served.flatMap { [resource($0)] + $0.subresources.map(subresource(of: $0)) })
        return value
    }

    private static func group(_ name: String, of catalogue: ResourceCatalogue) -> JSONValue {
        let versions = catalogue.versions(of: name).map { version -> JSONValue in
            ["groupVersion": .string("\(name)/\(version)"), "version": .string(version)]
        }
        return [
            "name": .string(name), "versions": .array(versions), "preferredVersion": versions.first ?? .null,
        ]
    }

    private static func resource(_ resource: ResourceDefinition) -> JSONValue {
        var value: JSONValue = [
            "name": .string(resource.plural), "singularName": .string(resource.singular),
            "namespaced": .boolean(resource.isNamespaced), "kind": .string(resource.kind),
            "verbs": .strings(resource.verbs),
        ]
        if !resource.shortNames.isEmpty { value["shortNames"] = .strings(resource.shortNames) }
        if !resource.categories.isEmpty { value["categories"] = .strings(resource.categories) }
        if let hash = resource.storageHash { value["storageVersionHash"] = .string(hash) }
        return value
    }

    private static func subresource(
        of owner: ResourceDefinition
    ) -> (ResourceDefinition.Subresource) -> JSONValue {
        { subresource in
            var value: JSONValue = [
                "name": .string("\(owner.plural)/\(subresource.name)"), "singularName": "",
                "namespaced": .boolean(owner.isNamespaced),
            ]
            if let parts = subresource.groupVersion?.split(separator: "/"), parts.count == 2 {
                value["group"] = .string(String(parts[0]))
                value["version"] = .string(String(parts[1]))
            }
            value["kind"] = .string(subresource.kind)
            value["verbs"] = .strings(subresource.verbs)
            return value
        }
    }
}
