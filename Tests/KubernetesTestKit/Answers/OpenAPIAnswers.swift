/// The little of `/openapi/v3` that kubectl needs before it applies anything.
///
/// kubectl looks whether the PATCH of a kind takes `fieldValidation`, and leaves validation to the server if so. No patch
/// media type is listed, so that it computes strategic merge patches from the types that it was built with.
/// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-interface-definition
enum OpenAPIAnswers {
    /// `/openapi/v3`: one document for each group and version.
    static func index(_ catalogue: ResourceCatalogue) -> JSONValue {
        var paths = JSONObject()
        for (group, version) in groupVersions(catalogue) {
            let path = group.isEmpty ? "api/\(version)" : "apis/\(group)/\(version)"
            paths[path] = ["serverRelativeURL": .string("/openapi/v3/\(path)")]
        }
        return ["paths": .object(paths)]
    }

    /// `/openapi/v3/apis/GROUP/VERSION`. Throws 404 for a version that is not served.
    static func document(
        group: String, version: String, of catalogue: ResourceCatalogue
    ) throws(APIStatus) -> JSONValue {
        let resources = catalogue.resources(group: group, version: version)
        guard !resources.isEmpty else { throw .pathNotFound }
        let root = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
        var paths = JSONObject()
        for resource in resources where resource.isStored {
            let place = resource.isNamespaced ? "/namespaces/{namespace}" : ""
            paths["\(root)\(place)/\(resource.plural)"] = ["post": operation(resource, action: "post")]
            paths["\(root)\(place)/\(resource.plural)/{name}"] = [
                "put": operation(resource, action: "put"), "patch": operation(resource, action: "patch"),
            ]
        }
        return [
            "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": "v1.36.2"], "paths": .object(paths),
            "components": ["schemas": [:]],
        ]
    }

    private static func groupVersions(_ catalogue: ResourceCatalogue) -> [(String, String)] {
        catalogue.versions(of: "").map { ("", $0) }
            + catalogue.groups.flatMap { group in catalogue.versions(of: group).map { (group, $0) } }
    }

    private static func operation(_ resource: ResourceDefinition, action: String) -> JSONValue {
        let parameters: [JSONValue] = ["dryRun", "fieldManager", "fieldValidation"].map { name in
            ["name": .string(name), "in": "query", "schema": ["type": "string"]]
        }
        return [
            "operationId": .string("\(action)\(resource.kind)"), "parameters": .array(parameters),
            "responses": ["200": ["description": "OK"]],
            "x-kubernetes-action": .string(action),
            "x-kubernetes-group-version-kind": [
                "group": .string(resource.group), "version": .string(resource.version), "kind": .string(resource.kind),
            ],
        ]
    }
}
