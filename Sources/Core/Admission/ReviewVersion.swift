/// The versions of AdmissionReview that the webhook speaks; a review is answered in the one that it is written in.
enum ReviewVersion: String, CaseIterable, Hashable, Sendable {
    case v1 = "admission.k8s.io/v1"
    case v1beta1 = "admission.k8s.io/v1beta1"
}
