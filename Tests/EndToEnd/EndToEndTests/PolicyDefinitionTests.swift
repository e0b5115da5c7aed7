import KubernetesTestKit
import Testing

/// The definitions of policies come and go while the server runs.
@Suite(.timeLimit(.minutes(5))) struct PolicyDefinitionTests {
    private static func waits(_ world: World) async throws -> String? {
        SteadyPods.waits(try await world.create(Manifests.pod([:])))
    }

    private static func inForce(_ world: World, are count: Int) async throws {
        try await world.metrics(containing: "k8s_wait_policies{state=\"in-force\"} \(count)\n")
    }

    /// Creates a policy, and waits until it is accepted and binds.
    private static func accept(_ world: World, services: String) async throws {
        _ = try await world.cluster.send("POST", Manifests.policyPath, Manifests.policy(services: services))
        try await world.policyCondition(is: "True")
        #expect(try await waits(world) == "service/shop/\(services)")
        try await inForce(world, are: 1)
    }

    @Test func definitionsMayComeAfterTheServer() async throws {
        try await World.runWithPolicies(definitions: false) { world in
            #expect(try await Self.waits(world) == nil)
            for definition in Manifests.policyDefinitions { try world.cluster.put(definition) }
            try await Self.accept(world, services: "a")
        }
    }

    /// As `kubectl delete crd` does: the policies go first, then their watch ends, then there is nothing at their path.
    @Test func policiesEndWithTheirDefinition() async throws {
        try await World.runWithPolicies { world in
            try await Self.accept(world, services: "a")
            let path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/waitpolicies.wait.k8s"
            _ = try await world.cluster.send("DELETE", path)
            try await Self.inForce(world, are: 0)
            #expect(try await Self.waits(world) == nil)
            try world.cluster.put(Manifests.policyDefinitions[0])
            try await Self.accept(world, services: "b")
        }
    }

    /// The server has not been told that the policies were deleted, and finds no such kind any more.
    @Test func aDefinitionThatWentUnseenTakesItsPoliciesAlong() async throws {
        try await World.runWithPolicies { world in
            try await Self.accept(world, services: "a")
            world.cluster.add(Fault(.status(503, retryAfter: nil), resource: "waitpolicies"))
            world.cluster.strikeWatches(.drop, resource: "waitpolicies")
            #expect(world.cluster.remove("customresourcedefinitions", "waitpolicies.wait.k8s"))
            // While nobody knows, what was known holds.
            #expect(try await Self.waits(world) == "service/shop/a")
            world.cluster.removeFaults()
            try await Self.inForce(world, are: 0)
            #expect(try await Self.waits(world) == nil)
            try world.cluster.put(Manifests.policyDefinitions[0])
            try await Self.accept(world, services: "b")
        }
    }
}
