import KubernetesTestKit
import Testing

@Suite("Mutating webhooks are obeyed as the API server obeys them")
struct AdmissionTests {
    private static let pods = "/api/v1/namespaces/shop/pods"

    @Test("a patch is applied, defaults follow, warnings are passed on")
    func patch() async throws {
        let add: JSONValue = [
            ["op": "add", "path": "/spec/initContainers", "value": [["name": "k8s-wait", "image": "w:1"]]]
        ]
        let webhook = ScriptedWebhook { _, _ in ScriptedWebhook.allow(patch: add, warnings: [#"say "hello""#]) }
        let cluster = try TestCluster.make(webhooks: webhook)
        try cluster.put(ScriptedWebhook.configuration(["a.wait.k8s"]))
        let answer = try await cluster.answer(Self.creation())
        let stored = try JSONValue(json: answer.body)
        #expect(answer.status == 201)
        let container = stored.at("spec", "initContainers")?.array?.first
        #expect(container?["name"] == "k8s-wait" && container?["imagePullPolicy"] == "IfNotPresent")
        #expect(answer.headers.map(\.value) == [#"299 - "say \"hello\"""#])
        #expect(cluster.object("pods", "a", namespace: "shop") == stored)
    }

    @Test(
        "denials",
        arguments: [
            (
                #"{"allowed":false,"status":{"message":"no","code":403,"reason":"Forbidden"}}"#, 403,
                "denied the request: no"
            ),
            (#"{"allowed":false,"status":{"message":"no"}}"#, 400, "denied the request: no"),
            (#"{"allowed":false,"status":{"reason":"TooLate"}}"#, 400, "denied the request: TooLate"),
            (#"{"allowed":false}"#, 400, "denied the request without explanation"),
            (#"{"allowed":false,"status":{"code":200}}"#, 400, "denied the request without explanation"),
        ])
    func denial(_ response: String, _ status: Int, _ message: String) async throws {
        let cluster = try TestCluster.make(webhooks: ScriptedWebhook { _, _ in try? JSONValue(json: response) })
        try cluster.put(ScriptedWebhook.configuration(["a.wait.k8s"]))
        let answer = try await cluster.answer(Self.creation())
        let body = try JSONValue(json: answer.body)
        #expect(answer.status == status)
        #expect(body["message"]?.string == "admission webhook \"a.wait.k8s\" \(message)")
        #expect(cluster.object("pods", "a", namespace: "shop") == nil)
    }

    @Test(
        "answers that break the protocol are failed calls",
        arguments: [
            nil, #"{"allowed":true,"uid":"other"}"#, #"{"allowed":true,"patch":"W10="}"#,
            #"{"allowed":true,"patch":"!","patchType":"JSONPatch"}"#, #"{"allowed":true,"patchType":"JSONPatch"}"#,
        ])
    func failure(_ response: String?) async throws {
        for (policy, status) in [("Fail", 500), ("Ignore", 201)] {
            let webhook = ScriptedWebhook { _, _ in response.flatMap { try? JSONValue(json: $0) } }
            let cluster = try TestCluster.make(webhooks: webhook)
            try cluster.put(ScriptedWebhook.configuration(["a.wait.k8s"]) { $0["failurePolicy"] = .string(policy) })
            let answer = try await cluster.answer(Self.creation())
            #expect(answer.status == status)
            guard status == 500 else { continue }
            let message = try JSONValue(json: answer.body)["message"]?.string
            #expect(message?.hasPrefix("Internal error occurred: failed calling webhook \"a.wait.k8s\": ") == true)
        }
    }

    @Test("a patch that does not apply is an internal error, whatever the policy")
    func brokenPatch() async throws {
        let remove: JSONValue = [["op": "remove", "path": "/spec/nope"]]
        let cluster = try TestCluster.make(webhooks: ScriptedWebhook { _, _ in ScriptedWebhook.allow(patch: remove) })
        try cluster.put(ScriptedWebhook.configuration(["a.wait.k8s"]) { $0["failurePolicy"] = "Ignore" })
        #expect(try await cluster.answer(Self.creation()).status == 500)
    }

    @Test(
        "who is asked: rules, selectors, conditions",
        arguments: [
            (#"{}"#, true),
            (
                #"{"namespaceSelector":{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["shop"]}]}}"#,
                false
            ),
            (#"{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"shop"}}}"#, true),
            (#"{"objectSelector":{"matchLabels":{"app":"web"}}}"#, true),
            (#"{"objectSelector":{"matchLabels":{"app":"db"}}}"#, false),
            (
                #"{"rules":[{"operations":["*"],"apiGroups":[""],"apiVersions":["*"],"resources":["pods"],"scope":"Namespaced"}]}"#,
                true
            ),
            (
                #"{"rules":[{"operations":["*"],"apiGroups":[""],"apiVersions":["*"],"resources":["pods"],"scope":"Cluster"}]}"#,
                false
            ),
            (
                #"{"rules":[{"operations":["UPDATE"],"apiGroups":[""],"apiVersions":["*"],"resources":["pods"]}]}"#,
                false
            ),
            (
                #"{"rules":[{"operations":["CREATE"],"apiGroups":["apps"],"apiVersions":["*"],"resources":["*"]}]}"#,
                false
            ),
            (
                #"{"rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["*"],"resources":["pods/status","*/binding"]}]}"#,
                false
            ),
            (#"{"rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["*/*"]}]}"#, true),
            (
                #"{"matchConditions":[{"name":"annotated","expression":"has(object.metadata.annotations) &&\n object.metadata.annotations.exists(k, k.startsWith('wait.k8s/'))"}]}"#,
                true
            ),
            (#"{"matchConditions":[{"name":"no","expression":"false"}]}"#, false),
            (
                #"{"matchConditions":[{"name":"unknown","expression":"1 == 1"},{"name":"no","expression":"false"}]}"#,
                false
            ),
        ])
    func matching(_ change: String, _ isCalled: Bool) async throws {
        let webhook = ScriptedWebhook()
        let cluster = try TestCluster.make(webhooks: webhook)
        let members = try JSONValue(json: change).object ?? JSONObject()
        try cluster.put(
            ScriptedWebhook.configuration(["a.wait.k8s"]) { entry in
                for (key, value) in members { entry[key] = value }
            })
        #expect(try await cluster.answer(Self.creation()).status == 201)
        #expect(webhook.received.count == (isCalled ? 1 : 0))
    }

    @Test("a condition that errs counts as a failure", arguments: [("Fail", 403), ("Ignore", 201)])
    func errantCondition(_ policy: String, _ status: Int) async throws {
        let webhook = ScriptedWebhook()
        let cluster = try TestCluster.make(webhooks: webhook)
        try cluster.put(
            ScriptedWebhook.configuration(["a.wait.k8s"]) { entry in
                entry["failurePolicy"] = .string(policy)
                entry["matchConditions"] = [["name": "errant", "expression": "object.spec.x == 1"]]
            })
        #expect(try await cluster.answer(Self.creation()).status == status)
        #expect(webhook.received.isEmpty)
    }

    @Test(
        "conditions decide whether it is called, a false one whatever the others are",
        arguments: [
            (["object.kind  ==  'Pod'"], 201, 1), (["request.operation == 'CREATE'", "oldObject == null"], 201, 1),
            (["has(object.spec.nodeName)"], 201, 0), (["object.spec.x == 1", "object.kind == 'Job'"], 201, 0),
            (["object.kind == 'Pod'", "object.spec.x == 1"], 403, 0), (["object.kind.reverse() == 'doP'"], 403, 0),
        ])
    func conditions(_ expressions: [String], _ status: Int, _ calls: Int) async throws {
        let webhook = ScriptedWebhook()
        let cluster = try TestCluster.make(webhooks: webhook)
        try cluster.put(
            ScriptedWebhook.configuration(["a.wait.k8s"]) { entry in
                entry["matchConditions"] = .array(
                    expressions.map { ["name": "c", "expression": .string($0)] })
            })
        #expect(try await cluster.answer(Self.creation()).status == status)
        #expect(webhook.received.count == calls)
    }

    @Test(
        "a dry run reaches webhooks without side effects only",
        arguments: [
            ("None", 201, 1), ("NoneOnDryRun", 201, 1), ("Some", 400, 0), ("Unknown", 400, 0),
        ])
    func dryRun(_ sideEffects: String, _ status: Int, _ calls: Int) async throws {
        let webhook = ScriptedWebhook()
        let cluster = try TestCluster.make(webhooks: webhook)
        try cluster.put(ScriptedWebhook.configuration(["a.wait.k8s"]) { $0["sideEffects"] = .string(sideEffects) })
        let answer = try await cluster.answer(Self.creation(query: "?dryRun=All"))
        #expect(answer.status == status)
        #expect(webhook.received.count == calls)
        #expect(webhook.received.allSatisfy { $0.review.at("request", "dryRun") == true })
    }

    @Test("IfNeeded: called again when a later webhook changed the object", arguments: [true, false])
    func reinvocation(_ isChanged: Bool) async throws {
        let webhook = ScriptedWebhook { name, review in
            guard name == "b.wait.k8s", isChanged else { return ["allowed": true] }
            return ScriptedWebhook.allow(patch: [["op": "add", "path": "/metadata/labels/b", "value": "1"]])
        }
        let cluster = try TestCluster.make(webhooks: webhook)
        try cluster.put(
            ScriptedWebhook.configuration(["a.wait.k8s", "b.wait.k8s"]) { entry in
                if entry["name"] == "a.wait.k8s" { entry["reinvocationPolicy"] = "IfNeeded" }
            })
        #expect(try await cluster.answer(Self.creation()).status == 201)
        let order = webhook.received.map(\.webhook)
        #expect(order == ["a.wait.k8s", "b.wait.k8s"] + (isChanged ? ["a.wait.k8s"] : []))
        let seen = webhook.received.last?.review.at("request", "object", "metadata", "labels", "b")
        #expect(seen == (isChanged ? "1" : nil))
    }

    @Test("configurations of webhooks are sent to none")
    func configurations() async throws {
        let webhook = ScriptedWebhook { _, _ in nil }
        let cluster = try TestCluster.make(webhooks: webhook)
        try cluster.put(ScriptedWebhook.configuration(["a.wait.k8s"]))
        let path = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations"
        let answer = try await cluster.send("POST", path, ScriptedWebhook.configuration(["b.wait.k8s"]))
        #expect(answer.status == 201)
        #expect(webhook.received.isEmpty)
    }

    private static func creation(query: String = "") -> APIRequest {
        let pod: JSONValue = [
            "metadata": [
                "name": "a", "labels": ["app": "web"], "annotations": ["wait.k8s/for-service": "db/postgres"],
            ],
            "spec": ["containers": [["name": "c", "image": "nginx"]]],
        ]
        return APIRequest("POST", pods + query, body: pod.compact)
    }
}
