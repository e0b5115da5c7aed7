package import Dependencies
import JSONText
package import Policies
package import WaitGraph

/// The webhook's whole logic: bytes of an AdmissionReview in, bytes of its answer out.
///
/// Nothing here does I/O, keeps state or depends on the time: equal requests get equal answers, from every replica that
/// knows the same of their namespaces. A body that cannot be answered gets an answer too, with the HTTP status that says so.
package final class Admission: Sendable {
    /// What a Namespace says for its pods, by its name; nil where it says nothing, or is not known.
    package typealias NamespaceLookup = (_ namespace: String) -> NamespaceDefaults?
    /// Whether a workload could ever start if it were such, by what is known of all others. Its waits are all there are,
    /// those by policies among them; of its pods it says nothing that the object under review does not say.
    package typealias CircleLookup = (_ supposed: WorkloadNode) -> CircleAnswer

    /// The rules for what may be asked.
    let wishes: WishRules
    private let pods: PodRules
    private let workloads: WorkloadRules
    private let circleRule: CircleRule

    /// The rules under `settings`, with what is the same for every pod made ready.
    package init(_ settings: AdmissionSettings) {
        let wishes = WishRules(settings)
        self.wishes = wishes
        pods = PodRules(settings, wishes)
        workloads = WorkloadRules(settings, wishes)
        circleRule = CircleRule(settings)
    }

    /// Answers one request's body. `namespaces` and `circles` are asked at most once, and only where the object waits for
    /// something.
    package func review(
        _ body: Span<UInt8>, namespaces: NamespaceLookup = { _ in nil }, policies: PoliciesInForce = .none,
        circles: CircleLookup = { _ in .none }
    ) -> AdmissionAnswer {
        do throws(JSONError) {
            return answer(try Review(reading: body), namespaces, policies, circles, body)
        } catch {
            return answer(error, body)
        }
    }

    private func answer(
        _ review: Review, _ namespaces: NamespaceLookup, _ policies: PoliciesInForce, _ circles: CircleLookup,
        _ body: Span<UInt8>
    ) -> AdmissionAnswer {
        guard review.kind == "AdmissionReview" else {
            return .malformed("The body's kind must be AdmissionReview.")
        }
        guard let version = review.apiVersion.flatMap(ReviewVersion.init(rawValue:)) else {
            let spoken = ReviewVersion.allCases.map(\.rawValue).joined(separator: " and ")
            return .malformed("The body's apiVersion must be one of those spoken here: \(spoken).")
        }
        guard let request = review.request else { return .malformed("The AdmissionReview has no request.") }
        guard !request.uid.isEmpty else { return .malformed("The AdmissionReview's request has no uid.") }
        let decision = circleRule.applied(to: decide(request, namespaces, policies, body), asking: circles)
        return AdmissionAnswer(
            decision, writer: ReviewWriter(version: version, uid: request.uid), subject: request.subject)
    }

    /// What becomes of the object, circles left aside.
    private func decide(
        _ request: ReviewRequest, _ namespaces: NamespaceLookup, _ policies: PoliciesInForce, _ body: Span<UInt8>
    ) -> AdmissionDecision {
        if case .pod = request.family, request.operation == .create, case .pod(let pod) = request.object {
            return pods.decide(pod, namespace: request.namespace, namespaces, policies, body: body)
        }
        guard !request.resource.isEmpty else { return .denied("request.resource.resource is missing.") }
        guard let operation = request.operation else {
            return .denied("request.operation is not one of CREATE, UPDATE, DELETE and CONNECT.")
        }
        guard let family = request.family, family.concerns(operation) else { return .unchanged(warnings: []) }
        switch (family, request.object) {
        case (.workload(let kind), .workload(let workload)):
            var old: WorkloadObject?
            if operation == .update {
                guard case .workload(let before) = request.oldObject else { return .unchanged(warnings: []) }
                old = before
            }
            return workloads.decide(
                workload, kind, replacing: old, namespace: request.namespace, namespaces, policies, body: body)
        default:
            return .denied("request.object is missing.")
        }
    }

    /// A field of a wrong type is refused by name, where there is a review to refuse; all else is no JSON.
    private func answer(_ error: JSONError, _ body: Span<UInt8>) -> AdmissionAnswer {
        guard error.code == .wrongType, let writer = ReviewWriter(identifying: body) else {
            return .malformed("The body is not an AdmissionReview: \(error).")
        }
        let path = JSONFieldPath(ofByteAt: error.offset, in: body)
        return AdmissionAnswer(.denied("\(path): \(error.message)."), writer: writer, subject: "")
    }
}
