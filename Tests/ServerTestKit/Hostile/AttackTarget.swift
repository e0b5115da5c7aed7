package import Posix
package import TLS

/// A port that is attacked, and what a well-behaved client would send to it.
package struct AttackTarget: Sendable {
    /// Where it listens.
    package let address: SocketAddress
    /// Whom a client trusts who is not hostile.
    package let trust: TLSClientContext
    /// The path that takes JSON by POST.
    package let path: String
    /// The body of a proper request to that path.
    package let body: [UInt8]

    /// A port.
    package init(_ address: SocketAddress, trust: TLSClientContext, path: String, body: [UInt8]) {
        self.address = address
        self.trust = trust
        self.path = path
        self.body = body
    }

    /// The webhook's port, with a small admission.
    package static func webhook(_ address: SocketAddress, trust: TLSClientContext) -> AttackTarget {
        AttackTarget(address, trust: trust, path: "/mutate?timeout=5s", body: AdmissionText.review)
    }

    /// The status server's port, with the question of a pod that does not exist.
    package static func status(_ address: SocketAddress, trust: TLSClientContext) -> AttackTarget {
        AttackTarget(
            address, trust: trust, path: "/v1/wait",
            body: Array(#"{"namespace":"shop","pod":"nobody","uid":"0"}"#.utf8))
    }

    /// The head of a request with a body of so many bytes, and more fields if there are any.
    package func head(length: Int, fields: String = "") -> [UInt8] {
        Array(
            ("POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(length)\r\n\(fields)\r\n").utf8)
    }

    /// A whole proper request.
    package func request(fields: String = "") -> [UInt8] { head(length: body.count, fields: fields) + body }
}
