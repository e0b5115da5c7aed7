/// One resource of the API: what discovery says of it, and how it is stored.
package struct ResourceDefinition: Hashable, Sendable {
    /// One path below an object, such as `status`.
    package struct Subresource: Hashable, Sendable {
        /// The last part of the path.
        package let name: String
        /// The kind of what is read and written there.
        package let kind: String
        /// The group and version of that kind where it is another than the resource's.
        package let groupVersion: String?
        /// The verbs of discovery.
        package let verbs: [String]
    }

    /// The API group, empty for the core group.
    package let group: String
    /// The version served.
    package let version: String
    /// The plural name, as in paths.
    package let plural: String
    /// The singular name, as discovery shows it.
    package let singular: String
    /// The kind.
    package let kind: String
    /// Whether objects live in namespaces.
    package let isNamespaced: Bool
    /// Short names that kubectl accepts.
    package var shortNames: [String] = []
    /// Categories, such as `all`.
    package var categories: [String] = []
    /// The verbs of discovery.
    package var verbs: [String] = Self.allVerbs
    /// The paths below an object.
    package var subresources: [Subresource] = []
    /// Discovery's hash of the stored version; nil where nothing is stored.
    package var storageHash: String?
    /// Whether it comes from a CustomResourceDefinition: then its objects are printed with sorted keys, as untyped ones are.
    package var isCustom = false
    /// The columns that a CustomResourceDefinition asks for in tables.
    package var printerColumns: [JSONValue] = []

    /// The verbs of a resource that is stored.
    package static let allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]

    /// A resource of all verbs, without subresources.
    package init(
        group: String, version: String, plural: String, singular: String, kind: String, isNamespaced: Bool
    ) {
        self.group = group
        self.version = version
        self.plural = plural
        self.singular = singular
        self.kind = kind
        self.isNamespaced = isNamespaced
    }

    /// `v1` or `apps/v1`.
    package var groupVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// `pods` or `deployments.apps`, as messages name it.
    package var qualifiedName: String { group.isEmpty ? plural : "\(plural).\(group)" }

    /// Whether objects are kept, rather than answered at once as reviews are.
    package var isStored: Bool { verbs.contains("list") && verbs.contains("create") }

    /// Whether status is written by its own path only.
    package var hasStatus: Bool { subresources.contains { $0.name == "status" } }

    /// Whether it comes from that CustomResourceDefinition.
    func isDefined(by definition: JSONValue) -> Bool {
        isCustom && group == definition.at("spec", "group")?.string
            && plural == definition.at("spec", "names", "plural")?.string
    }

    /// The fields that a field selector may name.
    package var selectableFields: [String] {
        let common = isNamespaced ? ["metadata.name", "metadata.namespace"] : ["metadata.name"]
        switch kind {
        case "Pod":
            return common + [
                "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
                "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName",
            ]
        case "Event":
            return common + [
                "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
                "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
                "reportingComponent", "source", "type",
            ]
        case "Service": return common + ["spec.clusterIP", "spec.type"]
        case "Secret": return common + ["type"]
        case "Job": return common + ["status.successful"]
        case "Node": return common + ["spec.unschedulable"]
        case "Namespace": return common + ["status.phase"]
        default: return common
        }
    }
}
