import HTTP1
import HTTPServer
import StatusAPI

/// The two paths of the status port, and what a request for each must look like.
enum StatusRoute: Hashable, Sendable {
    /// `POST /v1/wait`
    case wait
    /// `GET /v1/status`
    case status

    /// The route of a request; nil for any other path.
    init?(_ head: HTTPRequestHead) {
        switch head.path {
        case WaitRequest.waitPath: self = .wait
        case WaitRequest.statusPath: self = .status
        default: return nil
        }
    }

    /// Decides on a request by its head.
    static func admit(_ head: HTTPRequestHead) -> BodyPolicy {
        switch StatusRoute(head) {
        case nil: .reject(status: 404)
        case .status: .get(head)
        case .wait: .postedJSON(head, limit: WaitRequest.longestBody)
        }
    }
}
