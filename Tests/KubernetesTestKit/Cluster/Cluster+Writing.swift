import Locking

extension Cluster {
    /// Answers a create request.
    func create(
        _ path: ResourcePath, of resource: ResourceDefinition, _ representation: Representation, _ request: APIRequest
    ) async throws(APIStatus) -> APIAnswer {
        try requireType(request, ["application/json", ""])
        let body = try request.decodedBody()
        if let answer = review(body, of: resource, request) { return answer }
        let now = options.clock()
        if path.subresource == "binding" {
            try locked { (state) throws(APIStatus) in
                Self.publish([try state.cluster.bind(body, path, of: resource, now: now)], &state)
            }
            return APIAnswer(
                201, ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "code": 201],
                for: request)
        }
        guard resource.isStored else { throw .methodNotAllowed }
        let prepared = try locked { (state) throws(APIStatus) in
            let before = state.cluster.storage.resourceVersion
            let object = try state.cluster.prepareCreate(body, path, of: resource, now: now)
            Self.publishNamespaces(after: before, &state)
            return object
        }
        let attributes = AdmissionAttributes(
            .create, resource, path, object: prepared, oldObject: nil, request: request)
        let admitted = try await admit(attributes)
        let stored = try locked { (state) throws(APIStatus) in
            let result = try state.cluster.commitCreate(
                admitted.object ?? prepared, of: resource, now: now, isDryRun: request.isDryRun)
            if let event = result.event { Self.publish([event], &state) }
            return result.object
        }
        var answer = show(stored, 201, of: resource, representation, request)
        answer.add(warnings: admitted.warnings + ObjectWarnings.of(stored))
        return answer
    }

    /// Answers a replace or patch request; tries again where somebody else was faster, as the API server does.
    func update(
        _ path: ResourcePath, of resource: ResourceDefinition, _ representation: Representation, _ request: APIRequest
    ) async throws(APIStatus) -> APIAnswer {
        let isPatch = request.method == "PATCH"
        try isPatch ? requirePatchType(request, of: resource) : requireType(request, ["application/json", ""])
        let body = try request.decodedBody()
        for _ in 0..<5 {
            let current = try locked { (state) throws(APIStatus) in try state.cluster.object(resource, path) }
            let prepared = try locked { (state) throws(APIStatus) in
                isPatch
                    ? try state.cluster.preparePatch(body, type: request.contentType, over: current, path, of: resource)
                    : try state.cluster.prepareReplace(body, over: current, path, of: resource)
            }
            let attributes = AdmissionAttributes(
                .update, resource, path, object: prepared, oldObject: current.value, request: request)
            let admitted = try await admit(attributes)
            let commit = try locked { (state) throws(APIStatus) in
                let commit = try state.cluster.commitUpdate(
                    admitted.object ?? prepared, over: current, of: resource, isDryRun: request.isDryRun)
                if case .done(_, let event?) = commit { Self.publish([event], &state) }
                return commit
            }
            guard case .done(let stored, _) = commit else { continue }
            var answer = show(stored, 200, of: resource, representation, request)
            answer.add(warnings: admitted.warnings + ObjectWarnings.of(stored))
            return answer
        }
        throw .conflict(resource, path.name)
    }

    /// Answers a delete request.
    func delete(
        _ path: ResourcePath, of resource: ResourceDefinition, _ request: APIRequest
    ) async throws(APIStatus) -> APIAnswer {
        let deleteOptions = try self.deleteOptions(request)
        let current = try locked { (state) throws(APIStatus) in try state.cluster.object(resource, path) }
        let attributes = AdmissionAttributes(
            .delete, resource, path, object: nil, oldObject: current.value, request: request)
        let admitted = try await admit(attributes)
        let isDryRun = request.isDryRun || deleteOptions["dryRun"]?.array?.contains("All") ?? false
        let now = options.clock()
        let deletion = try locked { (state) throws(APIStatus) in
            let deletion = try state.cluster.delete(
                path.key, of: resource, options: deleteOptions, now: now, isDryRun: isDryRun)
            switch deletion {
            case .removed(_, let events), .marked(_, let events): Self.publish(events, &state)
            }
            return deletion
        }
        var answer =
            switch deletion {
            case .marked(let object, _): APIAnswer(200, object, for: request)
            case .removed(let object, _) where ["Pod", "Service", "PersistentVolumeClaim"].contains(resource.kind):
                APIAnswer(200, object, for: request)
            case .removed(let object, _): APIAnswer(200, Self.success(path, object, of: resource), for: request)
            }
        answer.add(warnings: admitted.warnings)
        return answer
    }

    /// Answers a request to delete all objects of a query, with the list of them.
    func deleteCollection(
        _ path: ResourcePath, of resource: ResourceDefinition, _ representation: Representation, _ request: APIRequest
    ) async throws(APIStatus) -> APIAnswer {
        let deleteOptions = try self.deleteOptions(request)
        let parameters = try ListParameters.read(request.query, path, of: resource)
        let now = options.clock()
        let page = try locked { (state) throws(APIStatus) in
            let page = try state.cluster.storage.list(resource, parameters)
            for object in page.objects {
                let deletion = try state.cluster.delete(
                    object.key, of: resource, options: deleteOptions, now: now, isDryRun: request.isDryRun)
                switch deletion {
                case .removed(_, let events), .marked(_, let events): Self.publish(events, &state)
                }
            }
            return page
        }
        return ListAnswers(resource: resource, representation: representation, now: now).answer(page, to: request)
    }

    /// Runs a write through the webhooks and policies that are registered.
    private func admit(
        _ attributes: AdmissionAttributes
    ) async throws(APIStatus) -> (object: JSONValue?, warnings: [String]) {
        let (webhooks, policies, labels) = state.withLock { state in
            (
                state.cluster.mutatingWebhooks(), state.cluster.admissionPolicies(),
                state.cluster.labels(ofNamespace: attributes.namespace)
            )
        }
        let chain = MutatingAdmission(
            webhooks: webhooks, namespaceLabels: labels, caller: options.webhooks)
        let admitted = try await chain.admit(attributes)
        var final = attributes
        final.object = admitted.object
        for policy in policies { try policy.validate(final, namespaceLabels: labels) }
        return admitted
    }

    /// The answer to a resource that is asked and not stored; nil for all others.
    private func review(_ body: JSONValue, of resource: ResourceDefinition, _ request: APIRequest) -> APIAnswer? {
        switch resource.kind {
        case "TokenReview":
            let user = authentication.tokens[body.at("spec", "token")?.string ?? ""]
            return APIAnswer(201, ReviewAnswers.tokenReview(body, user: user), for: request)
        case "SelfSubjectReview":
            return APIAnswer(201, ReviewAnswers.selfReview(body, user: request.user), for: request)
        case "SelfSubjectAccessReview", "SubjectAccessReview", "LocalSubjectAccessReview":
            let asked = ReviewAnswers.attributes(body, user: request.user)
            return APIAnswer(
                201, ReviewAnswers.accessReview(body, isAllowed: isAllowed(asked)), for: request)
        default:
            return nil
        }
    }

    private func deleteOptions(_ request: APIRequest) throws(APIStatus) -> JSONValue {
        var value = request.body.isEmpty ? [:] : try request.decodedBody()
        if let grace = request.query["gracePeriodSeconds"].flatMap({ Int($0) }) {
            value["gracePeriodSeconds"] = .integer(grace)
        }
        return value
    }

    private func requireType(_ request: APIRequest, _ types: [String]) throws(APIStatus) {
        guard types.contains(request.contentType) else {
            throw .unsupportedMediaType(["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"])
        }
    }

    private func requirePatchType(_ request: APIRequest, of resource: ResourceDefinition) throws(APIStatus) {
        var types = ["application/json-patch+json", "application/merge-patch+json"]
        if !resource.isCustom { types.append("application/strategic-merge-patch+json") }
        guard types.contains(request.contentType) else { throw .unsupportedMediaType(types) }
    }

    private static func success(
        _ path: ResourcePath, _ object: JSONValue, of resource: ResourceDefinition
    ) -> JSONValue {
        var details: JSONValue = ["name": .string(path.name)]
        if !resource.group.isEmpty { details["group"] = .string(resource.group) }
        details["kind"] = .string(resource.plural)
        details["uid"] = object.at("metadata", "uid") ?? ""
        return ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "details": details]
    }
}
