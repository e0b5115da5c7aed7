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

    /// Decides on a request by its head (RFC 9110 sections 15.5.5, 15.5.6, 15.5.12, 15.5.14 and 15.5.16).
    static func admit(_ head: HTTPRequestHead) -> BodyPolicy {
        switch StatusRoute(head) {
        case nil:
            return .reject(status: 404, headers: [])
        case .status:
            guard head.method == "GET" || head.method == "HEAD" else {
                return .reject(status: 405, headers: [("Allow", "GET, HEAD")])
            }
            return .read(limit: 0)
        case .wait:
            guard head.method == "POST" else { return .reject(status: 405, headers: [("Allow", "POST")]) }
            guard hasJSON(head) else { return .reject(status: 415, headers: [("Accept", WaitRequest.contentType)]) }
            switch head.framing {
            case .none, .untilClose: return .reject(status: 411, headers: [])
            case .length(let length) where length > WaitRequest.longestBody: return .reject(status: 413, headers: [])
            case .length, .chunked: return .read(limit: WaitRequest.longestBody)
            }
        }
    }

    /// Whether the body claims to be JSON; parameters of the media type do not matter.
    private static func hasJSON(_ head: HTTPRequestHead) -> Bool {
        guard let type = head.headers.first("Content-Type") else { return false }
        let essence = type.split(separator: ";", maxSplits: 1).first ?? ""
        return essence.lowercased().filter { $0 != " " && $0 != "\t" } == WaitRequest.contentType
    }
}
