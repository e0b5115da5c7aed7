extension AdmissionAnswer {
    /// The answer that says `decision` about the object `subject`.
    init(_ decision: AdmissionDecision, writer: ReviewWriter, subject: String) {
        let outcome: Outcome
        var reason: String?
        switch decision.verdict {
        case .unchanged: outcome = .unchanged
        case .patched(_, let how): outcome = how
        case .denied(let message): (outcome, reason) = (.denied, message)
        }
        self.init(
            status: 200, contentType: "application/json", body: writer.write(decision), outcome: outcome,
            subject: subject, reason: reason, circle: decision.circle)
    }

    /// The answer to a body that is no review: plain text.
    static func malformed(_ message: String) -> AdmissionAnswer {
        AdmissionAnswer(
            status: 400, contentType: "text/plain; charset=utf-8", body: Array("\(message)\n".utf8),
            outcome: .malformed, subject: "", reason: message, circle: nil)
    }
}
