import EventLoop
import HTTP1
import HTTPServer

/// Answers with what it was sent: method, path and body.
struct EchoHandler: HTTPHandler {
    var bodyLimit = 1_048_576

    func admit(_ head: HTTPRequestHead) -> BodyPolicy {
        switch (head.method, head.path) {
        case (_, "/missing"): return .reject(status: 404)
        case ("DELETE", _): return .reject(status: 405, headers: [("Allow", "GET, HEAD, POST")])
        case ("POST", "/length") where head.framing == .none: return .reject(status: 411)
        case ("POST", "/json") where head.headers.first("Content-Type") != "application/json":
            return .reject(status: 415)
        default: return .read(limit: bodyLimit)
        }
    }

    func handle(_ request: HTTPRequest, _ responder: consuming Responder) async {
        switch request.head.path {
        case "/drop": return
        case "/yield":
            await Task.yield()
            await responder.respond(status: 200, body: Array("yielded".utf8))
        case "/elsewhere":
            // Another task answers, after this one has returned.
            let box = Handover(responder)
            Task.detached { await box.take()?.respond(status: 200, body: Array("from elsewhere".utf8)) }
        case "/empty": await responder.respond(status: 204)
        case "/stream":
            guard var stream = await responder.stream(status: 200, headers: [("Content-Type", "text/plain")]) else {
                return
            }
            for piece in ["one", "", "two"] { _ = await stream.write(Array(piece.utf8)) }
            await stream.finish(with: Array("three".utf8))
        case "/cut":
            guard var stream = await responder.stream(status: 200) else { return }
            _ = await stream.write(Array("begun".utf8))
        default:
            let onLoop = request.loop.isCurrent ? "" : " off its loop"
            let text = "\(request.head.method) \(request.head.path) \(request.body.count)\(onLoop)\n"
            await responder.respond(status: 200, body: Array(text.utf8) + request.body)
        }
    }
}
