package import HTTP1

extension BodyPolicy {
    /// For a path that takes JSON by POST: reads at most `limit` bytes, and rejects what no client of ours sends.
    ///
    /// RFC 9110 sections 15.5.6, 15.5.12, 15.5.14 and 15.5.16.
    package static func postedJSON(_ head: HTTPRequestHead, limit: Int) -> BodyPolicy {
        guard head.method == "POST" else { return .reject(status: 405, headers: [("Allow", "POST")]) }
        switch head.framing {
        case .none, .untilClose: return .reject(status: 411, headers: [])
        case .length(let count) where count > limit: return .reject(status: 413, headers: [])
        case .length, .chunked: break
        }
        guard head.headers.declaresJSON else {
            return .reject(status: 415, headers: [("Accept", "application/json")])
        }
        return .read(limit: limit)
    }

    /// For a path that is only read: GET and HEAD, without a body.
    package static func get(_ head: HTTPRequestHead) -> BodyPolicy {
        guard head.method == "GET" || head.method == "HEAD" else {
            return .reject(status: 405, headers: [("Allow", "GET, HEAD")])
        }
        return .read(limit: 0)
    }
}
