/// The kinds of object that the webhook knows how to treat, each with a file of rules.
enum ObjectFamily: Hashable, Sendable {
    case pod
    case workload(WorkloadKind)

    /// The family that `request.resource` and `request.subResource` name; nil for everything else.
    ///
    /// A subresource (`pods/binding`, `pods/ephemeralcontainers`, …) sends another object or changes nothing of ours.
    init?(group: String, resource: String, subresource: String) {
        guard subresource.isEmpty else { return nil }
        if (group, resource) == ("", "pods") {
            self = .pod
        } else if let kind = WorkloadKind(group: group, resource: resource) {
            self = .workload(kind)
        } else {
            return nil
        }
    }

    /// Whether the rules have anything to say about such an operation, so that the object has to be read.
    func concerns(_ operation: ReviewRequest.Operation?) -> Bool {
        switch (self, operation) {
        case (_, .create): true
        case (.workload(let kind), .update): kind.hasMutableTemplate
        default: false
        }
    }
}
