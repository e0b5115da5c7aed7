import Dependencies
import Encodings
import JSONText
import Policies

/// Writes the answer to one AdmissionReview (Kubernetes: Dynamic Admission Control, "Response").
struct ReviewWriter: Sendable {
    /// The version that the review is written in, and its answer too.
    let version: ReviewVersion
    /// The identity of the call.
    let uid: String

    /// The whole answer.
    func write(_ decision: AdmissionDecision) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.beginObject()
        writer.key("kind")
        writer.string("AdmissionReview")
        writer.key("apiVersion")
        writer.string(version.rawValue)
        writer.key("response")
        writer.beginObject()
        writer.key("uid")
        writer.string(uid)
        writer.key("allowed")
        switch decision.verdict {
        case .unchanged:
            writer.boolean(true)
            write(decision.warnings, to: &writer)
            write(audited: decision.audited, to: &writer)
        case .patched(let patch, _):
            writer.boolean(true)
            writer.key("patchType")
            writer.string("JSONPatch")
            writer.key("patch")
            writer.base64(patch)
            write(decision.warnings, to: &writer)
            write(audited: decision.audited, to: &writer)
        case .denied(let message):
            writer.boolean(false)
            writeStatus(message, to: &writer)
        }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    /// The status that the API server hands on to whoever made the request, its own words put before the message.
    ///
    /// BadRequest, because it is the object that is wrong: Forbidden sends people looking for a missing role, and of an
    /// Invalid with causes kubectl prints the causes alone, without the message and the webhook's name.
    private func writeStatus(_ message: String, to writer: inout JSONWriter) {
        writer.key("status")
        writer.beginObject()
        writer.key("status")
        writer.string("Failure")
        writer.key("message")
        writer.string(message)
        writer.key("reason")
        writer.string("BadRequest")
        writer.key("code")
        writer.integer(400)
        writer.endObject()
    }

    /// What the API server writes into its audit log with the request: controllers show nobody their warnings.
    private func write(audited: [PolicyName], to writer: inout JSONWriter) {
        guard !audited.isEmpty else { return }
        writer.key("auditAnnotations")
        writer.beginObject()
        writer.key("policies-in-audit-mode")
        writer.string(Excerpt.of(audited.map(\.annotationItem).joined(separator: ","), limit: 1024))
        writer.endObject()
    }

    /// The API server cuts longer warnings, and drops those that a header cannot carry.
    private func write(_ warnings: [String], to writer: inout JSONWriter) {
        guard !warnings.isEmpty else { return }
        writer.key("warnings")
        writer.beginArray()
        for warning in warnings { writer.string(Excerpt.of(warning, limit: Diagnostic.maximumLength)) }
        writer.endArray()
    }
}
