import Encodings
package import JSONText

/// `metav1.Status`: how the API server says what went wrong, as the body of an answer or as the object of an ERROR event.
///
/// <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/>
package struct APIStatus: Hashable, Sendable {
    /// The HTTP status that it stands for; 0 when it was not given.
    package var code = 0
    /// The kind of mistake, such as `Expired`; empty when it was not given.
    package var reason = ""
    /// What a person should read; empty when it was not given.
    package var message = ""
    /// How long to wait before the next try.
    package var retryAfterSeconds: Int?

    /// Reads one Status; members that are missing, or null, are left as they are.
    package init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "code": if try !reader.readNull() { code = try reader.readInteger() }
            case "reason": if try !reader.readNull() { reason = try reader.readString() }
            case "message": if try !reader.readNull() { message = try reader.readString() }
            case "details": if try !reader.readNull() { try readDetails(&reader) }
            default: break
            }
        }
    }

    private mutating func readDetails(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "retryAfterSeconds"), try !reader.readNull() else { continue }
            retryAfterSeconds = try reader.readInteger()
        }
    }
}

extension KubernetesError {
    /// The error that a Status in a watch's ERROR event stands for.
    init(status: APIStatus, doing what: String) {
        self.init(
            Self.code(httpStatus: status.code, reason: status.reason), Self.sentence(status, doing: what),
            httpStatus: status.code, reason: status.reason, retryAfterSeconds: status.retryAfterSeconds)
    }

    /// The error that an answer stands for, or nil for a 2xx.
    ///
    /// A body that is not a Status (a proxy's page, say) is no mistake of its own: the HTTP status says enough.
    init?(response: APIResponse, doing what: String) {
        if 200..<300 ~= response.status { return nil }
        var reader = JSONReader(response.body.span)
        let status = try? APIStatus(reading: &reader)
        let fallback = "HTTP \(response.status)"
        let message = status.map { $0.message.isEmpty ? fallback : Self.excerpt($0.message) } ?? fallback
        self.init(
            Self.code(httpStatus: response.status, reason: status?.reason ?? ""), "cannot \(what): \(message)",
            httpStatus: response.status, reason: status?.reason ?? "",
            retryAfterSeconds: response.head.retryAfterSeconds ?? status?.retryAfterSeconds)
    }

    private static func sentence(_ status: APIStatus, doing what: String) -> String {
        "cannot \(what): " + excerpt(status.message.isEmpty ? "\(status.reason) \(status.code)" : status.message)
    }

    /// The API server's words go into logs and, as a line of their stream, to pods.
    private static func excerpt(_ words: String) -> String { Excerpt.of(words, limit: 1000) }

    private static func code(httpStatus: Int, reason: String) -> Code {
        switch httpStatus {
        case 401: .unauthorized
        case 403: .forbidden
        case 404: .notFound
        case 409: reason == "AlreadyExists" ? .alreadyExists : .conflict
        case 410: .expired
        case 422: .invalid
        case 429: .tooManyRequests
        case 400..<500: .badRequest
        default: reason == "Expired" || reason == "Gone" ? .expired : .serverError
        }
    }
}
