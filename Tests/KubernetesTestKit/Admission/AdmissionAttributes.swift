/// One write as admission sees it.
package struct AdmissionAttributes: Sendable {
    /// What is done.
    package enum Operation: String, Hashable, Sendable {
        case create = "CREATE"
        case update = "UPDATE"
        case delete = "DELETE"
        case connect = "CONNECT"
    }

    /// What is done.
    package let operation: Operation
    /// The resource written.
    package let resource: ResourceDefinition
    /// The subresource written; empty for the object itself.
    package let subresource: String
    /// The object's name; empty where `generateName` is still to make one.
    package let name: String
    /// The namespace; empty at the cluster scope.
    package let namespace: String
    /// Who writes.
    package let user: UserInfo
    /// The new object; nil for a delete. Webhooks change it.
    package var object: JSONValue?
    /// The present object; nil for a create.
    package let oldObject: JSONValue?
    /// Whether nothing will be stored.
    package let isDryRun: Bool
    /// `CreateOptions`, `UpdateOptions` or `DeleteOptions` of the request.
    package let options: JSONValue

    /// The attributes of a write: what is written, where, and by which request.
    package init(
        _ operation: Operation, _ resource: ResourceDefinition, _ path: ResourcePath, object: JSONValue?,
        oldObject: JSONValue?, request: APIRequest
    ) {
        self.operation = operation
        self.resource = resource
        self.object = object
        self.oldObject = oldObject
        subresource = path.subresource
        name = path.name.isEmpty ? object?.at("metadata", "name")?.string ?? "" : path.name
        // A Namespace object is in itself, for admission.
        namespace = resource.kind == "Namespace" ? name : path.namespace
        user = request.user
        isDryRun = request.isDryRun
        options = Self.options(operation, request)
    }

    private static func options(_ operation: Operation, _ request: APIRequest) -> JSONValue {
        let kind =
            switch operation {
            case .create: "CreateOptions"
            case .update: "UpdateOptions"
            case .delete: "DeleteOptions"
            case .connect: "PodExecOptions"
            }
        var value: JSONValue = ["kind": .string(kind), "apiVersion": "meta.k8s.io/v1"]
        let dryRun = request.query.all("dryRun")
        if !dryRun.isEmpty { value["dryRun"] = .strings(dryRun) }
        for name in ["fieldManager", "fieldValidation"] {
            if let text = request.query[name], !text.isEmpty { value[name] = .string(text) }
        }
        return value
    }
}
