import EventLoop
import HTTP1
import HTTPServer
import Locking

/// The HTTP face of a fake API server: head and body to `APIRequest`, reply to answer or stream.
final class APIServerHandler: HTTPHandler {
    private struct Target: Sendable {
        weak var server: FakeAPIServer?
    }

    private let target = Locked(Target())
    private let bookmarkInterval: Duration

    /// A handler that has nothing to serve before `serve(for:)`: the socket is bound first.
    init(bookmarkInterval: Duration) {
        self.bookmarkInterval = bookmarkInterval
    }

    /// Serves this server's cluster from now on.
    func serve(for server: FakeAPIServer) {
        target.withLock { $0.server = server }
    }

    /// Takes every request: refusals are the API server's own.
    func admit(_ head: HTTPRequestHead) -> BodyPolicy {
        .read(limit: 16 << 20)
    }

    /// Answers a request, on the connection's loop.
    func handle(_ request: HTTPRequest, _ responder: consuming Responder) async {
        guard let server = target.withLock({ $0.server }) else {
            await responder.respond(status: 503)
            return
        }
        var asked = APIRequest(
            request.head.method, request.head.target, body: request.body,
            contentType: request.head.headers.first("Content-Type") ?? "",
            accept: request.head.headers.first("Accept") ?? "",
            userAgent: request.head.headers.first("User-Agent") ?? "")
        do throws(APIStatus) {
            let user = try server.cluster.authentication.user(
                authorization: request.head.headers.first("Authorization"))
            asked.user = Self.impersonated(user, request.head.headers)
        } catch {
            return await Self.respond(APIAnswer(error, for: asked), responder)
        }
        if asked.path.hasPrefix("/fake/") {
            return await Self.respond(ControlRequests(server: server).answer(asked), responder)
        }
        switch await server.cluster.handle(asked) {
        case .answer(let answer):
            await Self.respond(answer, responder)
        case .watch(let subscription):
            await stream(subscription, of: server.cluster, request, responder)
        case .silence:
            await server.silence.wait()
            _ = await responder.stream(status: 200)
        case .hangUp:
            // The server has no way to close without a word: the head goes out, and the body never comes.
            _ = await responder.stream(status: 200)
        }
    }

    /// Sends a watch what there is to be sent until it ends, the peer goes, or a fault cuts it.
    private func stream(
        _ subscription: WatchSubscription, of cluster: Cluster, _ request: HTTPRequest, _ responder: consuming Responder
    ) async {
        let queue = subscription.queue
        defer { cluster.unsubscribe(subscription) }
        guard var stream = await responder.stream(status: 200, headers: Self.headers("application/json")) else {
            return
        }
        stream.onPeerClosed { queue.abandon() }
        let end = request.loop.schedule(after: .seconds(subscription.timeout)) { queue.end() }
        let bookmarks =
            subscription.wantsBookmarks
            ? RepeatingTimer(request.loop, every: bookmarkInterval) { cluster.sendBookmark(to: subscription) } : nil
        defer {
            end.cancel()
            bookmarks?.cancel()
        }
        while true {
            switch await queue.next() {
            case .lines(let bytes, let versions):
                cluster.noteWriting(versions)
                guard await stream.write(bytes) else { return }
            case .end:
                return await stream.finish()
            case .cut(let bytes):
                _ = await stream.write(bytes)
                return
            }
        }
    }

    private static func respond(_ answer: APIAnswer, _ responder: consuming Responder) async {
        let headers = headers(answer.contentType) + answer.headers.map { ($0.name, $0.value) }
        await responder.respond(status: answer.status, headers: headers, body: answer.body)
    }

    private static func headers(_ contentType: String) -> [(String, String)] {
        var random = SystemRandomNumberGenerator()
        return [
            ("Audit-Id", ObjectBirth.uid(using: &random)), ("Cache-Control", "no-cache, private"),
            ("Content-Type", contentType),
        ]
    }

    /// The user that a master acts for (https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/).
    private static func impersonated(_ user: UserInfo, _ headers: HTTPHeaders) -> UserInfo {
        guard user.isMaster, let name = headers.first("Impersonate-User") else { return user }
        return UserInfo(
            name: name, uid: headers.first("Impersonate-Uid") ?? "",
            groups: headers.all("Impersonate-Group") + ["system:authenticated"])
    }
}
