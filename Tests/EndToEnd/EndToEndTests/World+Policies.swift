import KubernetesTestKit
import Testing

extension World {
    /// A world whose server heeds policies, with both definitions unless told otherwise.
    static func runWithPolicies(definitions: Bool = true, _ body: (World) async throws -> Void) async throws {
        try await World.run(startsServer: false, serverOptions: ["--policies=true"]) { world in
            if definitions { for definition in Manifests.policyDefinitions { try world.cluster.put(definition) } }
            try await world.startServer()
            try await world.registerWebhook(forPolicies: true)
            try await body(world)
        }
    }

    /// The condition of a policy of namespace `shop`.
    func policyCondition(_ name: String) -> JSONValue? {
        cluster.object("waitpolicies", name, namespace: "shop")?.at("status", "conditions")?.array?.first
    }

    /// Waits until the condition of a policy has that status in that generation.
    @discardableResult
    func policyCondition(
        _ name: String = "db", is status: String, generation: Int = 1
    ) async throws -> JSONValue {
        try await eventually {
            let condition = policyCondition(name)
            return condition?["status"]?.string == status
                && condition?["observedGeneration"] == .number("\(generation)")
        }
        return try #require(policyCondition(name))
    }

    /// Waits until so many replicas have a Lease of their own.
    func replicas(are count: Int) async throws {
        while try await cluster.send("GET", Manifests.replicaLeases)["items"]?.array?.count != count {
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

extension Cluster {
    /// The answer of the API server, which must not refuse. A PATCH is a merge patch.
    func send(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        let type = method == "PATCH" ? "application/merge-patch+json" : "application/json"
        let request = APIRequest(method, path, body: body?.compact ?? [], contentType: type)
        guard case .answer(let answer) = await handle(request) else { return .null }
        try #require(200..<300 ~= answer.status, "\(String(decoding: answer.body, as: UTF8.self))")
        return try JSONValue(json: answer.body)
    }
}
