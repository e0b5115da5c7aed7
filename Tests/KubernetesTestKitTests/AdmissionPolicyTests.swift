import KubernetesTestKit
import Testing

@Suite("Validating admission policies")
struct AdmissionPolicyTests {
    private static let web = UserInfo.serviceAccount("web", in: "shop")
    private static let path = "/api/v1/namespaces/shop/configmaps"

    private static func policy(_ change: (inout JSONValue) -> Void = { _ in }) -> JSONValue {
        var spec: JSONValue = [
            "failurePolicy": "Fail",
            "matchConstraints": [
                "resourceRules": [
                    [
                        "apiGroups": [""], "apiVersions": ["*"], "operations": ["CREATE", "UPDATE", "DELETE"],
                        "resources": ["configmaps"],
                    ]
                ]
            ],
            "matchConditions": [
                ["name": "account", "expression": .string("request.userInfo.username == '\(web.name)'")]
            ],
            "validations": [
                [
                    "expression": "request.operation != 'UPDATE' || object.data.a == oldObject.data.a",
                    "message": "It must stay.", "reason": "Forbidden",
                ]
            ],
        ]
        change(&spec)
        return [
            "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
            "metadata": ["name": "stay"], "spec": spec,
        ]
    }

    private static func binding(_ actions: JSONValue = ["Deny"]) -> JSONValue {
        [
            "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding",
            "metadata": ["name": "stays"], "spec": ["policyName": "stay", "validationActions": actions],
        ]
    }

    /// The answer to a change of `a` under these objects.
    private static func change(
        _ objects: [JSONValue], user: UserInfo = web
    ) async throws -> (status: Int, body: JSONValue) {
        let cluster = try TestCluster.make { $0.authorizer = { _ in true } }
        for object in objects { try cluster.put(object) }
        let map: JSONValue = ["metadata": ["name": "m"], "data": ["a": "1", "b": "1"]]
        #expect(try await cluster.send("POST", path, map, user: user).status == 201)
        let other = try await cluster.send(
            "PATCH", "\(path)/m", ["data": ["b": "2"]], type: "application/merge-patch+json", user: user)
        guard other.status == 200 else { return other }
        return try await cluster.send(
            "PATCH", "\(path)/m", ["data": ["a": "2"]], type: "application/merge-patch+json", user: user)
    }

    @Test("what does not hold is denied, in an API server's words")
    func denial() async throws {
        let answer = try await Self.change([Self.policy(), Self.binding()])
        #expect(answer.status == 403)
        #expect(
            answer.body["message"]?.string
                == "configmaps \"m\" is forbidden: ValidatingAdmissionPolicy 'stay' with binding 'stays' denied request: "
                + "It must stay.")
    }

    @Test("whom it does not concern, and what nobody puts into force, passes")
    func others() async throws {
        #expect(try await Self.change([Self.policy(), Self.binding()], user: .admin).status == 200)
        #expect(try await Self.change([Self.policy()]).status == 200)
        #expect(try await Self.change([Self.policy(), Self.binding(["Audit"])]).status == 200)
        let secrets = Self.policy { spec in
            spec[path: "matchConstraints"]["resourceRules"] = [
                ["apiGroups": [""], "apiVersions": ["*"], "operations": ["*"], "resources": ["secrets"]]
            ]
        }
        #expect(try await Self.change([secrets, Self.binding()]).status == 200)
    }

    @Test("an expression that errs is a failure", arguments: [("Fail", 422), ("Ignore", 200)])
    func errs(_ failurePolicy: String, _ status: Int) async throws {
        let policy = Self.policy { spec in
            spec["failurePolicy"] = .string(failurePolicy)
            spec["validations"] = [["expression": "request.operation != 'UPDATE' || object.data.c == '1'"]]
        }
        #expect(try await Self.change([policy, Self.binding()]).status == status)
    }

    @Test("what is not understood is refused")
    func notUnderstood() async throws {
        let cluster = try TestCluster.make()
        try cluster.put(Self.policy { $0["paramKind"] = ["apiVersion": "v1", "kind": "ConfigMap"] })
        try cluster.put(Self.binding())
        #expect(try await cluster.send("POST", Self.path, ["metadata": ["name": "m"]]).status == 500)
    }
}
