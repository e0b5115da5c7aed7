/// Discovery in one answer for each root: `APIGroupDiscoveryList`
/// (https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery).
enum AggregatedDiscovery {
    /// The media type of the answer.
    static let contentType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

    /// Whether a client takes this form before the plain one, which every client must take.
    static func isWanted(by request: APIRequest) -> Bool {
        let choices = request.accept.split(separator: ",").map { choice in
            Set(choice.split(separator: ";").map { $0.filter { $0 != " " } })
        }
        let own = choices.firstIndex { $0.isSuperset(of: contentType.split(separator: ";").map(String.init)) }
        let plain = choices.firstIndex { $0 == ["application/json"] || $0 == ["*/*"] }
        guard let own else { return false }
        return plain.map { own < $0 } ?? true
    }

    /// The answer to `/api`, or to `/apis`.
    static func answer(isCore: Bool, _ catalogue: ResourceCatalogue) -> JSONValue {
        [
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": [:],
            "items": .array((isCore ? [""] : catalogue.groups).map { group($0, of: catalogue) }),
        ]
    }

    private static func group(_ name: String, of catalogue: ResourceCatalogue) -> JSONValue {
        var metadata: JSONValue = [:]
        if !name.isEmpty { metadata["name"] = .string(name) }
        metadata["creationTimestamp"] = .null
        let versions = catalogue.versions(of: name).map { version -> JSONValue in
            let resources = catalogue.resources(group: name, version: version)
            return [
                "version": .string(version), "resources": .array(resources.map(resource)), "freshness": "Current",
            ]
        }
        return ["metadata": metadata, "versions": .array(versions)]
    }

    private static func resource(_ resource: ResourceDefinition) -> JSONValue {
        var value: JSONValue = [
            "resource": .string(resource.plural),
            "responseKind": kind(resource.kind, group: resource.group, version: resource.version),
            "scope": resource.isNamespaced ? "Namespaced" : "Cluster", "singularResource": .string(resource.singular),
            "verbs": .strings(resource.verbs),
        ]
        if !resource.shortNames.isEmpty { value["shortNames"] = .strings(resource.shortNames) }
        if !resource.categories.isEmpty { value["categories"] = .strings(resource.categories) }
        guard !resource.subresources.isEmpty else { return value }
        value["subresources"] = .array(
            resource.subresources.map { subresource in
                let parts = subresource.groupVersion?.split(separator: "/").map(String.init) ?? []
                return [
                    "subresource": .string(subresource.name),
                    "responseKind": kind(
                        subresource.kind, group: parts.count == 2 ? parts[0] : resource.group,
                        version: parts.last ?? resource.version),
                    "verbs": .strings(subresource.verbs),
                ]
            })
        return value
    }

    private static func kind(_ name: String, group: String, version: String) -> JSONValue {
        ["group": .string(group), "version": .string(version), "kind": .string(name)]
    }
}
