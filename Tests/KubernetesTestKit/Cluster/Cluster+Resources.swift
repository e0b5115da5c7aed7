import Locking

extension Cluster {
    /// Answers a request for a resource; `isGone` tells a watch that its version is too old, whatever it is.
    func answer(
        _ path: ResourcePath, _ attributes: RequestAttributes, _ request: APIRequest, isGone: Bool
    ) async throws(APIStatus) -> APIReply {
        let resource = try locked { (state) throws(APIStatus) in try state.cluster.resource(path) }
        let representation = try Representation(request)
        try check(attributes.verb, path, of: resource)
        switch attributes.verb {
        case "watch":
            return .watch(try watch(path, of: resource, representation, request, isGone: isGone))
        case "list":
            return .answer(try list(path, of: resource, representation, request))
        case "get":
            let object = try locked { (state) throws(APIStatus) in try state.cluster.object(resource, path) }
            return .answer(show(object.value, 200, of: resource, representation, request))
        case "create":
            return .answer(try await create(path, of: resource, representation, request))
        case "update", "patch":
            return .answer(try await update(path, of: resource, representation, request))
        case "delete":
            return .answer(try await delete(path, of: resource, request))
        default:
            return .answer(try await deleteCollection(path, of: resource, representation, request))
        }
    }

    /// An object in the form that the client asked for.
    func show(
        _ object: JSONValue, _ status: Int, of resource: ResourceDefinition, _ representation: Representation,
        _ request: APIRequest
    ) -> APIAnswer {
        switch representation {
        case .object:
            return APIAnswer(status, object, for: request)
        case .partialMetadata:
            return APIAnswer(status, ListAnswers.partialMetadata(object), for: request)
        case .table(let includesObject):
            let writer = TableWriter(resource: resource, includesObject: includesObject, now: options.clock())
            var table = writer.table(of: [object], withColumns: true)
            table["metadata"] = ["resourceVersion": object.at("metadata", "resourceVersion") ?? ""]
            return APIAnswer(status, table, for: request)
        }
    }

    /// Runs `body` under the lock, its typed error passed on.
    func locked<Result: Sendable>(
        _ body: (inout sending State) throws(APIStatus) -> sending Result
    ) throws(APIStatus) -> Result {
        try state.withLock(body)
    }

    private func list(
        _ path: ResourcePath, of resource: ResourceDefinition, _ representation: Representation, _ request: APIRequest
    ) throws(APIStatus) -> APIAnswer {
        let parameters = try ListParameters.read(request.query, path, of: resource)
        let page = try locked { (state) throws(APIStatus) in try state.cluster.storage.list(resource, parameters) }
        let answers = ListAnswers(resource: resource, representation: representation, now: options.clock())
        return answers.answer(page, to: request)
    }

    /// Throws 405 for a verb that discovery does not list, 404 for a subresource that is not served.
    private func check(_ verb: String, _ path: ResourcePath, of resource: ResourceDefinition) throws(APIStatus) {
        guard !path.subresource.isEmpty else {
            let isOfOne = ["get", "update", "patch", "delete"].contains(verb)
            guard resource.verbs.contains(verb), isOfOne == !path.name.isEmpty else { throw .methodNotAllowed }
            return
        }
        let served = ["status", "binding", "ephemeralcontainers", "resize", "finalize"]
        guard served.contains(path.subresource),
            let subresource = resource.subresources.first(where: { $0.name == path.subresource })
        else { throw .pathNotFound }
        guard subresource.verbs.contains(verb) else { throw .methodNotAllowed }
    }
}
