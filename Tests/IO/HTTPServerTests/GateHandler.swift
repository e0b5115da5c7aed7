import HTTP1
import HTTPServer

/// Holds every request to `/wait` at a gate, and streams to `/stream` until the peer has closed.
struct GateHandler: HTTPHandler {
    let gate = Gate()
    let peerClosed = Gate()

    func admit(_ head: HTTPRequestHead) -> BodyPolicy { .read(limit: 1000) }

    func handle(_ request: HTTPRequest, _ responder: consuming Responder) async {
        switch request.head.path {
        case "/wait":
            await gate.pass()
            await responder.respond(status: 200, body: Array("waited".utf8))
        case "/stream":
            guard var stream = await responder.stream(status: 200) else { return }
            _ = await stream.write(Array("begun".utf8))
            stream.onPeerClosed { peerClosed.open() }
            await peerClosed.pass()
        case "/flood":
            guard var stream = await responder.stream(status: 200) else { return }
            let piece = [UInt8](repeating: 120, count: 262_144)
            while await stream.write(piece) {}
            await gate.pass()
        default: await responder.respond(status: 200, body: Array("ok".utf8))
        }
    }
}
