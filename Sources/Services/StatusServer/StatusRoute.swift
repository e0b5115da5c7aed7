import HTTP1
import HTTPServer
import StatusAPI

/// The paths of the status port, and what a request for each must look like.
enum StatusRoute: Hashable, Sendable {
    /// `POST /v1/wait`
    case wait
    /// `GET /v1/status`
    case status
    /// `POST /v1/report`
    case report

    /// The route of a request; nil for any other path.
    init?(_ head: HTTPRequestHead) {
        switch head.path {
        case WaitRequest.waitPath: self = .wait
        case WaitRequest.statusPath: self = .status
        case WaitReport.path: self = .report
        default: return nil
        }
    }

    /// Decides on a request by its head.
    static func admit(_ head: HTTPRequestHead) -> BodyPolicy {
        switch StatusRoute(head) {
        case nil: .reject(status: 404)
        case .status: .get(head)
        case .wait, .report: .postedJSON(head, limit: WaitRequest.longestBody)
        }
    }
}
