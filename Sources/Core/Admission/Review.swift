import JSONText

/// An AdmissionReview as far as the webhook reads it (Kubernetes: Dynamic Admission Control, "Request").
struct Review: Sendable {
    /// The text's `apiVersion`.
    private(set) var apiVersion: String?
    /// The text's `kind`.
    private(set) var kind: String?
    /// What is asked; nil where there is none.
    private(set) var request: ReviewRequest?

    /// Reads a whole body in one pass. Throws for a text that is not JSON, and where a field has a wrong type.
    ///
    /// The API server writes what kind of object it sends before the object itself. Where a caller does not, the object
    /// has been skipped unread, and the body is read again with the family that was found.
    init(reading body: Span<UInt8>) throws(JSONError) {
        try self.init(reading: body, family: nil)
        guard let request, request.isObjectUnread, let family = request.family else { return }
        try self.init(reading: body, family: family)
    }

    private init(reading body: Span<UInt8>, family: ObjectFamily?) throws(JSONError) {
        var reader = JSONReader(body)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "apiVersion": apiVersion = try reader.readStringUnlessNull()
            case "kind": kind = try reader.readStringUnlessNull()
            case "request":
                request = nil
                if try reader.beginObjectUnlessNull() { request = try ReviewRequest(inside: &reader, family: family) }
            default: break
            }
        }
        try reader.end()
    }
}
