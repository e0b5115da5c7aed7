package import Dependencies
package import HTTP1
package import HTTPServer
import JSONText
package import StatusAPI

/// The HTTP API of k8s-when-ready's server, for its unchanged clients: `{"running":true}` or `{"running":false}`.
///
/// Every question that has that server's form gets 200, wrong ones too: its clients read nothing but `running`, and try
/// again. What is ready is decided by the rules and from the cache that waits are.
package struct LegacyHandler: HTTPHandler {
    private let namespaces: LegacyNamespaces
    private let judge: @Sendable (Dependency) async -> DependencyStatus

    /// A handler for these namespaces; `judge` tells how a dependency stands now.
    package init(
        namespaces: LegacyNamespaces, judge: @escaping @Sendable (Dependency) async -> DependencyStatus
    ) {
        self.namespaces = namespaces
        self.judge = judge
    }

    /// Answers GET and HEAD on paths of that server's form.
    package func admit(_ head: HTTPRequestHead) -> BodyPolicy {
        guard LegacyQuestion(head) != nil else { return .reject(status: 404) }
        return .get(head)
    }

    /// Answers one admitted request.
    package func handle(_ request: HTTPRequest, _ responder: consuming Responder) async {
        guard let question = LegacyQuestion(request.head) else {
            await responder.respond(status: 404)
            return
        }
        let (isRunning, error) = await answer(question)
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("running")
        writer.boolean(isRunning)
        if let error {
            writer.member("error", error)
        }
        writer.endObject()
        await responder.respond(
            status: 200,
            headers: [("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store")],
            body: writer.bytes)
    }

    /// Waiting is no error there; what will not end by itself is one here.
    private func answer(_ question: LegacyQuestion) async -> (isRunning: Bool, error: String?) {
        guard namespaces.contains(question.namespace) else {
            return (false, "this server answers no questions about that namespace")
        }
        let dependency: Dependency
        do throws(Diagnostic) { dependency = try question.dependency() } catch { return (false, error.message) }
        let status = await judge(dependency)
        switch status.state {
        case .ready: return (true, nil)
        case .waiting where status.reason != "Forbidden": return (false, nil)
        case .waiting, .stalled, .failed, .unknown: return (false, status.message)
        }
    }
}
