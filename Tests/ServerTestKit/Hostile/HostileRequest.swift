/// Bytes that no well-behaved client sends, and what becomes of them.
package struct HostileRequest: Sendable, CustomStringConvertible {
    /// What is hostile about it.
    package let description: String
    /// What is sent; nothing follows.
    package let bytes: [UInt8]
    /// The status of the one answer that may come.
    package let status: Int
    /// What the answer's body must hold, where the status does not say enough.
    package let contents: String

    /// A request whose answer has this status.
    init(_ description: String, _ bytes: [UInt8], _ status: Int, contents: String = "") {
        self.description = description
        self.bytes = bytes
        self.status = status
        self.contents = contents
    }

    /// A request in text.
    init(_ description: String, _ text: String, _ status: Int) {
        self.init(description, Array(text.utf8), status)
    }

    /// Why `received`, all that came until the server closed, is not right; nil when it is.
    package func fault(in received: String) -> String? {
        let answers = received.split(separator: "\r\nDate: ", omittingEmptySubsequences: false).count - 1
        guard answers == 1 else { return "\(description): \(answers) answers instead of 1: \(received.prefix(300))" }
        guard received.hasPrefix("HTTP/1.1 \(status) ") else {
            return "\(description): \(received.prefix(100)) instead of \(status)"
        }
        guard contents.isEmpty || received.contains(contents) else {
            return "\(description): no \(contents) in \(received.prefix(600))"
        }
        return nil
    }
}
