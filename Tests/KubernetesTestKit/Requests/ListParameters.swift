/// The query parameters of lists and watches.
enum ListParameters {
    /// What a list or watch asks for. Throws 400 for a parameter that cannot be read.
    static func read(
        _ parameters: QueryParameters, _ path: ResourcePath, of resource: ResourceDefinition
    ) throws(APIStatus) -> ListOptions {
        var options = ListOptions()
        options.query.namespace = path.namespace
        if let text = parameters["labelSelector"], !text.isEmpty { options.query.labels = try LabelQuery(text) }
        if let text = parameters["fieldSelector"], !text.isEmpty {
            options.query.fields = try FieldQuery(text, for: resource)
        }
        options.limit = try number(parameters["limit"], "limit")
        options.resourceVersion = try number(parameters["resourceVersion"], "resourceVersion")
        options.isExact = parameters["resourceVersionMatch"] == "Exact"
        if let text = parameters["continue"], !text.isEmpty { options.token = try ContinueToken(text) }
        return options
    }

    private static func number(_ text: String?, _ name: String) throws(APIStatus) -> Int? {
        guard let text, !text.isEmpty else { return nil }
        guard let value = Int(text), value >= 0 else {
            throw .badRequest("Invalid value: \"\(text.prefix(40))\" for \(name): must be a whole number")
        }
        return value
    }
}
