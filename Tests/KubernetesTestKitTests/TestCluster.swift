import KubernetesTestKit
import Testing

/// Clusters without a network, for tests of what the API server answers.
enum TestCluster {
    /// 2026-11-21T05:41:14Z, when the exchanges were recorded.
    static let time = 1_795_239_674

    /// A cluster with the namespaces `db` and `shop`.
    static func make(
        webhooks: any WebhookCaller = NoWebhooks(), _ change: (inout ClusterOptions) -> Void = { _ in }
    ) throws -> Cluster {
        var options = ClusterOptions(webhooks: webhooks, clock: { time })
        change(&options)
        let cluster = Cluster(options)
        for name in ["db", "shop"] {
            try cluster.put(["kind": "Namespace", "apiVersion": "v1", "metadata": ["name": .string(name)]])
        }
        return cluster
    }
}

/// A caller for clusters without webhooks.
struct NoWebhooks: WebhookCaller {
    func call(_ webhook: Webhook, body: [UInt8]) async throws(WebhookFailure) -> [UInt8] {
        throw WebhookFailure("there is no webhook")
    }
}

extension Cluster {
    /// The whole answer to a request. Fails the test for a watch.
    func answer(_ request: APIRequest) async throws -> APIAnswer {
        guard case .answer(let answer) = await handle(request) else {
            throw Fixture.Missing(path: "an answer to \(request.method) \(request.path)")
        }
        return answer
    }

    /// Sends a body and returns status and body of the answer.
    @discardableResult
    func send(
        _ method: String, _ target: String, _ body: JSONValue? = nil, type: String = "application/json",
        accept: String = "", user: UserInfo = .admin
    ) async throws -> (status: Int, body: JSONValue) {
        let request = APIRequest(
            method, target, body: body?.compact ?? [], contentType: type, accept: accept, user: user)
        let answer = try await answer(request)
        return (answer.status, try JSONValue(json: answer.body))
    }

    /// Opens a watch.
    func watch(_ target: String, accept: String = "") async throws -> WatchSubscription {
        guard case .watch(let subscription) = await handle(APIRequest("GET", target, accept: accept)) else {
            throw Fixture.Missing(path: "a watch of \(target)")
        }
        return subscription
    }
}

extension WatchSubscription {
    /// The events that can be read at once: type and object.
    func events() throws -> [(type: String, object: JSONValue)] {
        guard case .lines(let bytes, _) = queue.take() else { return [] }
        return try bytes.split(separator: 0x0A).map { line in
            let value = try JSONValue(json: line)
            return (value["type"]?.string ?? "", value["object"] ?? .null)
        }
    }
}
