import Locking

extension Cluster {
    /// Answers a request for a path that is no resource: discovery, health, version, OpenAPI.
    func answer(path parts: [String], _ request: APIRequest) throws(APIStatus) -> APIAnswer {
        guard request.method == "GET" || request.method == "HEAD" else { throw .methodNotAllowed }
        switch parts.first {
        case "healthz", "livez", "readyz": return APIAnswer(text: "ok")
        case "version": return APIAnswer(200, Self.version, for: request)
        case "openapi" where parts.count > 1 && parts[1] == "v3": return try openAPI(Array(parts.dropFirst(2)), request)
        case "api", "apis": return try discovery(parts, request)
        case nil:
            let paths: [String] = [
                "/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v3", "/readyz", "/version",
            ]
            return APIAnswer(200, ["paths": .strings(paths)], for: request)
        default: throw .pathNotFound
        }
    }

    private func discovery(_ parts: [String], _ request: APIRequest) throws(APIStatus) -> APIAnswer {
        let catalogue = state.withLock { $0.cluster.catalogue }
        if parts.count == 1, AggregatedDiscovery.isWanted(by: request) {
            var answer = APIAnswer(
                200, AggregatedDiscovery.answer(isCore: parts[0] == "api", catalogue), for: request)
            answer.contentType = AggregatedDiscovery.contentType
            return answer
        }
        let value: JSONValue =
            switch (parts[0], parts.count) {
            case ("api", 1): DiscoveryAnswers.coreVersions(address: "127.0.0.1:6443")
            case ("api", _): try DiscoveryAnswers.resources(group: "", version: parts[1], of: catalogue)
            case (_, 1): DiscoveryAnswers.groups(catalogue)
            case (_, 2): try DiscoveryAnswers.group(named: parts[1], of: catalogue)
            default: try DiscoveryAnswers.resources(group: parts[1], version: parts[2], of: catalogue)
            }
        return APIAnswer(200, value, for: request)
    }

    private func openAPI(_ parts: [String], _ request: APIRequest) throws(APIStatus) -> APIAnswer {
        let catalogue = state.withLock { $0.cluster.catalogue }
        switch (parts.first, parts.count) {
        case (nil, _):
            return APIAnswer(200, OpenAPIAnswers.index(catalogue), for: request)
        case ("api", 2):
            return APIAnswer(
                200, try OpenAPIAnswers.document(group: "", version: parts[1], of: catalogue), for: request)
        case ("apis", 3):
            return APIAnswer(
                200, try OpenAPIAnswers.document(group: parts[1], version: parts[2], of: catalogue), for: request)
        default:
            throw .pathNotFound
        }
    }

    /// What the recorded API server says that it is (`version.http`).
    private static let version: JSONValue = [
        "major": "1", "minor": "36", "emulationMajor": "1", "emulationMinor": "36", "minCompatibilityMajor": "1",
        "minCompatibilityMinor": "35", "gitVersion": "v1.36.2", "gitCommit": "$Format:%H$", "gitTreeState": "",
        "buildDate": "1970-01-01T00:00:00Z", "goVersion": "go1.26.6", "compiler": "gc", "platform": "linux/amd64",
    ]
}
