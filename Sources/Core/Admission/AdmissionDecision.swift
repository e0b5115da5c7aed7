/// What is to become of the object under review.
enum AdmissionDecision: Sendable {
    /// It is allowed as it is.
    case unchanged(warnings: [String])
    /// It is allowed with changes.
    case patched([UInt8], AdmissionAnswer.Outcome, warnings: [String])
    /// It is refused, with one or more sentences that say why and what to do.
    case denied(String)
}
