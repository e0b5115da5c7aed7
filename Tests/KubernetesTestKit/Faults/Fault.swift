/// Misbehaviour on demand: what to do with which requests, and how often.
package struct Fault: Hashable, Sendable {
    /// What happens instead of an answer, or before it.
    package enum Action: Hashable, Sendable {
        /// This status; `retryAfter` in seconds goes into the header.
        case status(Int, retryAfter: Int?)
        /// Too old: a watch gets a 200 whose first event is ERROR 410 (`watch-expired-rv.http`), other requests a 410.
        case gone
        /// The proper answer, so many milliseconds later.
        case delay(Int)
        /// No answer, and the connection stays open.
        case silence
        /// The connection is closed without an answer.
        case hangUp
    }

    /// The verb concerned; nil for every verb.
    package var verb: String?
    /// The plural name of the resource concerned; nil for every resource and path.
    package var resource: String?
    /// What happens.
    package var action: Action
    /// How many requests are still to be treated so; nil for all until the fault is taken back.
    package var times: Int?

    /// A fault for these requests, for so many of them.
    package init(_ action: Action, verb: String? = nil, resource: String? = nil, times: Int? = nil) {
        self.action = action
        self.verb = verb
        self.resource = resource
        self.times = times
    }

    /// Whether the fault concerns a request.
    func concerns(_ request: RequestAttributes) -> Bool {
        (verb == nil || verb == request.verb) && (resource == nil || resource == request.resource) && times != 0
    }

    /// The status that the API server would answer with.
    static func status(_ code: Int, retryAfter: Int?) -> APIStatus {
        switch code {
        case 429:
            APIStatus(
                429, "TooManyRequests", "Too many requests, please try again later.",
                details: ["retryAfterSeconds": .integer(retryAfter ?? 1)], retryAfter: retryAfter ?? 1)
        case 410:
            APIStatus(410, "Expired", "The resourceVersion for the provided list is too old.")
        case 503:
            APIStatus(
                503, "ServiceUnavailable", "the server is currently unable to handle the request",
                details: [:], retryAfter: retryAfter)
        case 504:
            APIStatus(
                504, "Timeout", "Timeout: request did not complete within the allotted timeout", retryAfter: retryAfter)
        default:
            APIStatus(
                code, code == 500 ? "InternalError" : "Unknown", "Internal error occurred: a fault was asked for",
                details: [:], retryAfter: retryAfter)
        }
    }
}
