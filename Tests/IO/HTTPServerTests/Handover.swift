import HTTPServer
import Locking

/// Carries a responder to another task.
final class Handover: Sendable {
    private let responder: Locked<Responder?>

    init(_ responder: consuming Responder) {
        self.responder = Locked(responder)
    }

    func take() -> Responder? {
        responder.withLock { $0.take() }
    }
}
