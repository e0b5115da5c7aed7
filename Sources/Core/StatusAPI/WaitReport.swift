import JSONText

/// What a client tells the server when its wait has ended in a way that the server did not decide: with probes, or by
/// time. `POST /v1/report` carries it as a JSON object, and the answer is 204.
///
/// Nothing is let through by a report: it makes Events, metrics and memory of what has happened anyway.
package struct WaitReport: Hashable, Sendable {
    /// The path that takes reports.
    package static let path = "/v1/report"

    /// How a wait ended.
    package enum Outcome: String, CaseIterable, Hashable, Sendable {
        /// The server's part was ready, and one round of all probes has succeeded since.
        case released
        /// The time was over, and the pod starts nevertheless.
        case proceeded
        /// The time was over.
        case timedOut = "timed-out"
    }

    /// Who reports, and the Jobs that its wait has seen complete.
    package var request: WaitRequest
    /// How its wait ended.
    package var outcome: Outcome

    /// The report of this client; `request` is known to be right.
    package init(_ request: WaitRequest, outcome: Outcome) {
        self.request = request
        self.outcome = outcome
    }

    /// Reads the body of `POST /v1/report`. Keys that this release does not know are passed over.
    ///
    /// - Throws: `invalidJSON`, `missingField`, `unknownOutcome`, `tooLong`, `tooMany`.
    package init(json: Span<UInt8>) throws(StatusAPIError) {
        var request = WaitRequest(namespace: "", pod: "", uid: "")
        var word = ""
        do {
            var reader = JSONReader(json)
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if try request.readIdentity(key, from: &reader) { continue }
                switch key {
                case "completedJobs": request.completedJobs = try reader.readStrings()
                case "outcome": word = try reader.readString()
                default: break
                }
            }
            try reader.end()
        } catch {
            throw StatusAPIError(error)
        }
        try request.check()
        guard !word.isEmpty else {
            throw StatusAPIError(.missingField, "the report's outcome is empty; send one of \(WaitReport.words)")
        }
        guard let outcome = Outcome(rawValue: word) else {
            throw StatusAPIError(.unknownOutcome, "the report's outcome is not known; send one of \(WaitReport.words)")
        }
        self.init(request, outcome: outcome)
    }

    /// The body of `POST /v1/report`.
    package var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        request.writeIdentity(to: &writer)
        writer.member("completedJobs", request.completedJobs)
        writer.member("outcome", outcome.rawValue)
        writer.endObject()
        return writer.bytes
    }

    private static var words: String { Outcome.allCases.map(\.rawValue).joined(separator: ", ") }
}
