import HTTPServer
import Synchronization

/// Carries a responder to another task.
final class Handover: Sendable {
    private let responder: Mutex<Responder?>

    init(_ responder: consuming Responder) {
        self.responder = Mutex(responder)
    }

    func take() -> Responder? {
        responder.withLock { $0.take() }
    }
}
