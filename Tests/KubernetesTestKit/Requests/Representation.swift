/// In which form an object or list is answered, by the `Accept` header
/// (https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources).
package enum Representation: Hashable, Sendable {
    /// The object itself.
    case object
    /// Rows for people; `includesObject` says what each row carries: `None`, `Metadata` or `Object`.
    case table(includesObject: String)
    /// Metadata only.
    case partialMetadata

    /// The form that a request asks for. Throws 406 where it accepts no JSON.
    package init(_ request: APIRequest) throws(APIStatus) {
        guard !request.accept.isEmpty else {
            self = .object
            return
        }
        for choice in request.accept.split(separator: ",") {
            let parts = choice.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let type = parts.first, ["application/json", "*/*", "application/*"].contains(type) else { continue }
            let form = parts.dropFirst().first { $0.hasPrefix("as=") }?.dropFirst(3)
            switch form {
            case nil:
                self = .object
                return
            case "Table" where !parts.contains("v=v1beta1"):
                self = .table(includesObject: request.query["includeObject"] ?? "Metadata")
                return
            case "PartialObjectMetadata", "PartialObjectMetadataList":
                self = .partialMetadata
                return
            default:
                continue
            }
        }
        throw APIStatus(
            406, "NotAcceptable",
            "only the following media types are accepted: application/json, application/json;as=Table;g=meta.k8s.io;v=v1, "
                + "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")
    }
}
