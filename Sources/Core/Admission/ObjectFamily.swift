/// The kinds of object that the webhook knows how to treat, each with a file of rules.
enum ObjectFamily: Hashable, Sendable {
    case pod

    /// The family that `request.resource` and `request.subResource` name; nil for everything else.
    ///
    /// A subresource (`pods/binding`, `pods/ephemeralcontainers`, …) sends another object or changes nothing of ours.
    init?(group: String, resource: String, subresource: String) {
        guard subresource.isEmpty else { return nil }
        switch (group, resource) {
        case ("", "pods"): self = .pod
        default: return nil
        }
    }
}
