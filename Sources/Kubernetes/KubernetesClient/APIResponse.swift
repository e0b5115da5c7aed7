/// The head of an answer: status and headers.
package struct APIResponseHead: Hashable, Sendable {
    /// One header line.
    package struct Field: Hashable, Sendable {
        /// The name as it was sent.
        package let name: String
        /// The value without the blanks around it.
        package let value: String
    }

    /// The HTTP status.
    package var status: Int
    /// The headers in order; nothing is merged.
    package var fields: [Field]

    /// A head of these parts, as the transport reads them or a test makes them up.
    package init(status: Int, fields: [Field] = []) {
        self.status = status
        self.fields = fields
    }

    /// The first header of this name, whose case does not matter.
    package func first(_ name: String) -> String? {
        let wanted = name.lowercased()
        return fields.first { $0.name.lowercased() == wanted }?.value
    }

    /// `Retry-After` in seconds; the date form, which the API server does not send, counts as absent.
    ///
    /// RFC 9110 section 10.2.3.
    var retryAfterSeconds: Int? {
        first("Retry-After").flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }
}

/// An answer that was read whole.
package struct APIResponse: Hashable, Sendable {
    /// Status and headers.
    package var head: APIResponseHead
    /// The body.
    package var body: [UInt8]

    /// An answer of any status: whether it is an error, `KubernetesError(response:doing:)` says.
    package init(head: APIResponseHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }

    /// The HTTP status.
    package var status: Int { head.status }
}
