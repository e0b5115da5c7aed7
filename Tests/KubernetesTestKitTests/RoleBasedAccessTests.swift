import KubernetesTestKit
import Testing

@Suite("Roles and bindings, as an API server evaluates them")
struct RoleBasedAccessTests {
    /// One rule, one request, and whether the one allows the other.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let rule: JSONValue
        /// `METHOD TARGET`.
        let request: String
        let isAllowed: Bool

        init(_ name: String, _ rule: JSONValue, _ request: String, _ isAllowed: Bool) {
            testDescription = name
            self.rule = rule
            self.request = request
            self.isAllowed = isAllowed
        }
    }

    private static func rule(
        _ group: JSONValue, _ resources: JSONValue, _ verbs: JSONValue, names: JSONValue? = nil
    ) -> JSONValue {
        var rule: JSONValue = ["apiGroups": [group], "resources": resources, "verbs": verbs]
        rule["resourceNames"] = names
        return rule
    }

    private static let pods = rule("", ["pods"], ["get", "list", "watch"])
    private static let named = rule("", ["secrets"], ["get", "list", "watch", "patch", "create"], names: ["mine"])
    private static let secrets = "/api/v1/namespaces/shop/secrets"

    static let cases: [Case] = [
        Case("list everywhere", pods, "GET /api/v1/pods", true),
        Case("list in a namespace", pods, "GET /api/v1/namespaces/shop/pods", true),
        Case("get", pods, "GET /api/v1/namespaces/shop/pods/a", true),
        Case("head is get", pods, "HEAD /api/v1/namespaces/shop/pods/a", true),
        Case("watch", pods, "GET /api/v1/pods?watch=1", true),
        Case("watch is a verb of its own", rule("", ["pods"], ["list"]), "GET /api/v1/pods?watch=true", false),
        Case("watch of a value that is none lists", rule("", ["pods"], ["list"]), "GET /api/v1/pods?watch=0", true),
        Case("create is not granted", pods, "POST /api/v1/namespaces/shop/pods", false),
        Case("update is not patch", rule("", ["pods"], ["patch"]), "PUT /api/v1/namespaces/shop/pods/a", false),
        Case("patch", rule("", ["pods"], ["patch"]), "PATCH /api/v1/namespaces/shop/pods/a", true),
        Case("delete", rule("", ["pods"], ["delete"]), "DELETE /api/v1/namespaces/shop/pods/a", true),
        Case("delete is not for all", rule("", ["pods"], ["delete"]), "DELETE /api/v1/namespaces/shop/pods", false),
        Case("deletecollection", rule("", ["pods"], ["deletecollection"]), "DELETE /api/v1/pods", true),
        Case("another resource", pods, "GET /api/v1/services", false),
        Case("another group", pods, "GET /apis/metrics.k8s.io/v1beta1/pods", false),
        Case("any version of a group", rule("batch", ["jobs"], ["list"]), "GET /apis/batch/v7/jobs", true),
        Case("no group is the core group", rule("batch", ["jobs"], ["list"]), "GET /api/v1/jobs", false),
        Case("any group", rule("*", ["jobs"], ["list"]), "GET /apis/batch/v1/jobs", true),
        Case("any verb", rule("", ["pods"], ["*"]), "PUT /api/v1/namespaces/shop/pods/a", true),
        Case("any resource", rule("x.io", ["*"], ["watch"]), "GET /apis/x.io/v1/foos?watch=true", true),
        Case("any resource, of that group", rule("x.io", ["*"], ["watch"]), "GET /apis/y.io/v1/foos?watch=true", false),
        Case("status is not the object", pods, "GET /api/v1/namespaces/shop/pods/a/status", false),
        Case("status", rule("", ["pods/status"], ["patch"]), "PATCH /api/v1/namespaces/shop/pods/a/status", true),
        Case("the object is not status", rule("", ["pods/status"], ["get"]), "GET /api/v1/namespaces/a/pods/b", false),
        Case("any status", rule("", ["*/status"], ["get"]), "GET /api/v1/namespaces/shop/pods/a/status", true),
        Case(
            "any status, not scale", rule("apps", ["*/status"], ["get"]),
            "GET /apis/apps/v1/namespaces/a/deployments/b/scale", false),
        Case(
            "any resource takes in subresources", rule("", ["*"], ["get"]), "GET /api/v1/namespaces/shop/pods/a/log",
            true),
        Case(
            "status of a namespace", rule("", ["namespaces/status"], ["get"]), "GET /api/v1/namespaces/shop/status",
            true),
        Case("a name", named, "GET \(secrets)/mine", true),
        Case("another name", named, "GET \(secrets)/other", false),
        Case("list by name", named, "GET \(secrets)?fieldSelector=metadata.name%3Dmine", true),
        Case(
            "list by name, spelt otherwise", named, "GET \(secrets)?fieldSelector=type%3Da,metadata.name%3D%3Dmine",
            true),
        Case("watch by name", named, "GET \(secrets)?watch=true&fieldSelector=metadata.name%3Dmine", true),
        Case("list of another name", named, "GET \(secrets)?fieldSelector=metadata.name%3Dother", false),
        Case("list of all but a name", named, "GET \(secrets)?fieldSelector=metadata.name!%3Dmine", false),
        Case("list of all is not by name", named, "GET \(secrets)", false),
        Case("creation has no name", named, "POST \(secrets)", false),
        Case("patch by name", named, "PATCH \(secrets)/mine", true),
        Case("a path", ["nonResourceURLs": ["/metrics"], "verbs": ["get"]], "GET /metrics", true),
        Case("a path below", ["nonResourceURLs": ["/metrics"], "verbs": ["get"]], "GET /metrics/more", false),
        Case("paths", ["nonResourceURLs": ["/debug/*"], "verbs": ["*"]], "GET /debug/flags/v", true),
        Case("paths are no resources", ["nonResourceURLs": ["*"], "verbs": ["*"]], "GET /api/v1/pods", false),
        Case("resources are no paths", rule("*", ["*"], ["*"]), "GET /metrics", false),
    ]

    @Test("one rule for the whole cluster", arguments: cases)
    func rule(_ item: Case) async throws {
        let cluster = try TestCluster.make()
        try cluster.put(Self.role("ClusterRole", [item.rule]))
        try cluster.put(Self.binding("ClusterRoleBinding", to: "ClusterRole"))
        let parts = item.request.split(separator: " ").map(String.init)
        let request = APIRequest(parts[0], parts[1], user: Self.web)
        switch await cluster.handle(request) {
        case .answer(let answer): #expect((answer.status != 403) == item.isAllowed)
        case .watch: #expect(item.isAllowed)
        case .silence, .hangUp: Issue.record("it was not answered")
        }
        #expect(cluster.access.grants.count == (item.isAllowed ? 1 : 0))
        #expect(cluster.access.refused.count == (item.isAllowed ? 0 : 1))
    }

    private static let web = UserInfo.serviceAccount("web", in: "shop")

    private static func role(_ kind: String, namespace: String? = nil, _ rules: [JSONValue]) -> JSONValue {
        var metadata: JSONValue = ["name": "reader"]
        metadata["namespace"] = namespace.map(JSONValue.string)
        return [
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": .string(kind), "metadata": metadata,
            "rules": .array(rules),
        ]
    }

    private static func binding(
        _ kind: String, namespace: String? = nil, to role: String, named name: String = "reader",
        subjects: JSONValue = [["kind": "ServiceAccount", "name": "web", "namespace": "shop"]]
    ) -> JSONValue {
        var metadata: JSONValue = ["name": "readers"]
        metadata["namespace"] = namespace.map(JSONValue.string)
        return [
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": .string(kind), "metadata": metadata,
            "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": .string(role), "name": .string(name)],
            "subjects": subjects,
        ]
    }

    /// Where pods may be listed by these objects: everywhere, in namespace `shop`, in namespace `db`.
    private static func reach(_ objects: [JSONValue]) async throws -> [Bool] {
        let cluster = try TestCluster.make()
        for object in objects { try cluster.put(object) }
        var answers: [Bool] = []
        for path in ["/api/v1/pods", "/api/v1/namespaces/shop/pods", "/api/v1/namespaces/db/pods"] {
            answers.append(try await cluster.send("GET", path, user: web).status == 200)
        }
        return answers
    }

    @Test("a binding's scope, whatever the role's")
    func scopes() async throws {
        let clusterRole = Self.role("ClusterRole", [Self.pods])
        let role = Self.role("Role", namespace: "db", [Self.pods])
        let everywhere = Self.binding("ClusterRoleBinding", to: "ClusterRole")
        let inDB = Self.binding("RoleBinding", namespace: "db", to: "Role")
        let inShop = Self.binding("RoleBinding", namespace: "shop", to: "Role")
        let clusterRoleInDB = Self.binding("RoleBinding", namespace: "db", to: "ClusterRole")
        #expect(try await Self.reach([clusterRole, everywhere]) == [true, true, true])
        #expect(try await Self.reach([role, inDB]) == [false, false, true])
        #expect(try await Self.reach([clusterRole, clusterRoleInDB]) == [false, false, true])
        // The role of another namespace, one that is not there, and one that nobody was given.
        #expect(try await Self.reach([role, inShop]) == [false, false, false])
        #expect(try await Self.reach([everywhere]) == [false, false, false])
        #expect(try await Self.reach([clusterRole, role]) == [false, false, false])
    }

    @Test(
        "whom a binding is for",
        arguments: [
            ("the account", ["kind": "ServiceAccount", "name": "web", "namespace": "shop"], true),
            ("an account of the binding's namespace", ["kind": "ServiceAccount", "name": "web"], true),
            ("its namesake", ["kind": "ServiceAccount", "name": "web", "namespace": "db"], false),
            ("another account", ["kind": "ServiceAccount", "name": "job", "namespace": "shop"], false),
            ("its user name", ["kind": "User", "name": "system:serviceaccount:shop:web"], true),
            ("its group", ["kind": "Group", "name": "system:serviceaccounts:shop"], true),
            ("everybody", ["kind": "Group", "name": "system:authenticated"], true),
            ("another group", ["kind": "Group", "name": "system:serviceaccounts:db"], false),
            ("a user named as its group", ["kind": "User", "name": "system:authenticated"], false),
        ] as [(String, JSONValue, Bool)])
    func subjects(_ name: String, _ subject: JSONValue, isMeant: Bool) async throws {
        let objects = [
            Self.role("Role", namespace: "shop", [Self.pods]),
            Self.binding("RoleBinding", namespace: "shop", to: "Role", subjects: [subject]),
        ]
        #expect(try await Self.reach(objects) == [false, isMeant, false])
    }

    @Test("what is taken back is refused from then on, in an API server's words")
    func revocation() async throws {
        let cluster = try TestCluster.make()
        try cluster.put(Self.role("ClusterRole", [Self.named, Self.pods]))
        try cluster.put(Self.binding("ClusterRoleBinding", to: "ClusterRole"))
        #expect(try await cluster.send("GET", "/api/v1/pods", user: Self.web).status == 200)
        let byName = "\(Self.secrets)?fieldSelector=metadata.name%3Dmine"
        #expect(try await cluster.send("GET", byName, user: Self.web).status == 200)
        cluster.remove("clusterrolebindings", "readers")
        let answer = try await cluster.send("GET", "/api/v1/pods", user: Self.web)
        #expect(answer.status == 403)
        #expect(
            answer.body["message"]?.string
                == "pods is forbidden: User \"system:serviceaccount:shop:web\" cannot list resource \"pods\" in API group \"\" "
                + "at the cluster scope")
        let account = "system:serviceaccount:shop:web"
        #expect(
            cluster.access.grants == [
                AccessGrant(
                    user: account, role: "ClusterRole reader", rule: 1, verb: "list", group: "", resource: "pods",
                    name: ""),
                AccessGrant(
                    user: account, role: "ClusterRole reader", rule: 0, verb: "list", group: "", resource: "secrets",
                    name: "mine"),
            ])
        #expect(cluster.access.refused.map(\.verb) == ["list"])
    }

    @Test("access reviews ask the roles")
    func review() async throws {
        let cluster = try TestCluster.make()
        try cluster.put(Self.role("Role", namespace: "shop", [Self.pods]))
        try cluster.put(Self.binding("RoleBinding", namespace: "shop", to: "Role"))
        for (namespace, isAllowed) in [("shop", true), ("db", false)] {
            let body: JSONValue = [
                "spec": [
                    "user": .string(Self.web.name),
                    "resourceAttributes": ["verb": "get", "resource": "pods", "namespace": .string(namespace)],
                ]
            ]
            let path = "/apis/authorization.k8s.io/v1/subjectaccessreviews"
            #expect(
                try await cluster.send("POST", path, body).body.at("status", "allowed") == .boolean(isAllowed))
        }
    }
}
