/// What the webhook answers to one request, with what its log line and metrics say about it.
package struct AdmissionAnswer: Hashable, Sendable {
    /// How a review ended: the label of a metric, so the set is fixed.
    package enum Outcome: String, CaseIterable, Hashable, Sendable {
        /// The pod got its container.
        case injected
        /// The pod had a container of ours; what differed was put right.
        case replaced
        /// A container of our image that people wrote was told how to ask.
        case recognised
        /// A workload's own annotations were put into its pod template, or copies there were changed or taken out.
        case copied
        /// Nothing of ours was to be changed.
        case unchanged
        /// The object was refused.
        case denied
        /// The body was no AdmissionReview that can be answered.
        case malformed
    }

    /// What came of looking for a circle that holds the object's pods: the label of a metric, so the set is fixed.
    package enum CircleOutcome: String, CaseIterable, Hashable, Sendable {
        /// There is one, and the warnings say so.
        case warned
        /// There is one, and the object was refused for it.
        case denied
        /// There was too much to look at, or not everything was known yet.
        case notKnown = "not-known"
    }

    /// The HTTP status: 200 for every review with a uid, 400 for a body without one.
    package let status: Int
    /// The body's media type.
    package let contentType: String
    /// The body.
    package let body: [UInt8]
    /// How the review ended.
    package let outcome: Outcome
    /// Namespace and name of the reviewed object, as far as they are known.
    package let subject: String
    /// Why the object was refused or the body was not understood.
    package let reason: String?
    /// What came of looking for a circle; nil where there is none, or none was looked for.
    package let circle: CircleOutcome?
}
