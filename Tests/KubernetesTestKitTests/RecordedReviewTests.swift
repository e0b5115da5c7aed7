import KubernetesTestKit
import Testing

@Suite("Webhooks are sent what the real API server sent them")
struct RecordedReviewTests {
    static let names = Fixture.names(in: "reviews").filter { $0.hasSuffix(".json") }

    @Test("all recorded reviews are here")
    func all() {
        #expect(Self.names.count == 55)
    }

    @Test("the write that led to a recorded review leads to an equal one", arguments: names)
    func review(_ name: String) async throws {
        let recorded = try Fixture.json("reviews/\(name)")
        let request = recorded["request"] ?? .null
        let webhook = ScriptedWebhook()
        let cluster = try TestCluster.make(webhooks: webhook) { $0.authorizer = { _ in true } }
        if let old = request["oldObject"], !old.isNull { try cluster.put(old) }
        try cluster.put(ScriptedWebhook.configuration(["rec.wait.k8s"]))
        let answer = try await cluster.answer(Self.write(request, cluster))
        #expect(answer.status == 200 || answer.status == 201, "\(String(decoding: answer.body, as: UTF8.self))")
        let review = try #require(webhook.received.first?.review)
        #expect(webhook.received.count == 1)
        #expect(RecordedExchange.differences(Self.comparable(review), Self.comparable(recorded)) == [])
        #expect(review["request"]?.object?.keys == request.object?.keys)
        #expect(
            review.at("request", "object", "metadata")?.object?.keys.filter { $0 != "managedFields" }
                == request.at("object", "metadata")?.object?.keys.filter { $0 != "managedFields" })
    }

    /// The request of a client that leads to this review.
    private static func write(_ review: JSONValue, _ cluster: Cluster) -> APIRequest {
        let group = review.at("resource", "group")?.string ?? ""
        let version = review.at("resource", "version")?.string ?? ""
        let namespace = review["namespace"]?.string ?? ""
        let root = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
        var target = "\(root)/namespaces/\(namespace)/\(review.at("resource", "resource")?.string ?? "")"
        var object = review["object"] ?? .null
        let isUpdate = review["operation"] == "UPDATE"
        if isUpdate {
            target += "/\(review["name"]?.string ?? "")"
            if let subresource = review["subResource"]?.string { target += "/\(subresource)" }
            object[path: "metadata"]["resourceVersion"] = nil
        } else if let applied = lastApplied(object) {
            // kubectl sends the manifest: the API server's defaults must come from the API server.
            object = applied
        }
        let options = review["options"]
        var query: [String] = []
        for name in ["fieldManager", "fieldValidation"] {
            if let value = options?[name]?.string { query.append("\(name)=\(value)") }
        }
        if options?["dryRun"] != nil { query.append("dryRun=All") }
        if !query.isEmpty { target += "?" + query.joined(separator: "&") }
        return APIRequest(isUpdate ? "PUT" : "POST", target, body: object.compact, user: user(review["userInfo"]))
    }

    private static func lastApplied(_ object: JSONValue) -> JSONValue? {
        let key = "kubectl.kubernetes.io/last-applied-configuration"
        guard let text = object.at("metadata", "annotations", key)?.string,
            var manifest = try? JSONValue(json: text)
        else { return nil }
        manifest[path: "metadata"][path: "annotations"][key] = .string(text)
        return manifest
    }

    private static func user(_ value: JSONValue?) -> UserInfo {
        var extra: [String: [String]] = [:]
        for (key, values) in value?["extra"]?.object ?? JSONObject() {
            extra[key] = values.array?.compactMap(\.string) ?? []
        }
        return UserInfo(
            name: value?["username"]?.string ?? "", uid: value?["uid"]?.string ?? "",
            groups: value?["groups"]?.array?.compactMap(\.string) ?? [], extra: extra)
    }

    private static func comparable(_ review: JSONValue) -> JSONValue {
        var request = review["request"] ?? .null
        request["uid"] = nil
        for part in ["object", "oldObject"] where request[part]?.object != nil {
            for field in ["managedFields", "resourceVersion"] { request[path: part][path: "metadata"][field] = nil }
        }
        return ["kind": review["kind"] ?? .null, "apiVersion": review["apiVersion"] ?? .null, "request": request]
    }
}
