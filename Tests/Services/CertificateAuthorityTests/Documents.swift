import TLS

@testable import CertificateAuthority

/// Documents and times of the tests of this suite.
enum Documents {
    /// The moment at which everything begins: 2026-11-21.
    static let start: Int64 = 1_795_219_200
    /// Leaves of 100 s, authorities that sign for 1000 s of the 1500 s that they live.
    static let times = CertificateTimes(leafLifetime: 100, authorityLifetime: 1500, promoteAfter: 1000)
    /// The schedule of these times.
    static let schedule = times.schedule

    /// A first document, made at `start` plus a time.
    static func first(at time: Int64 = 0) throws -> AuthorityDocument {
        try schedule.newDocument(now: start + time)
    }

    /// A Secret as an API server sends it.
    static func secret(
        _ document: AuthorityDocument, name: String = "k8s-wait-authorities", version: String = "7"
    ) throws -> SecretDocument {
        let body = SecretDocument.creation(name: name, namespace: "k8s-wait", document)
        let text = String(decoding: body, as: UTF8.self)
            .replacing(#""namespace":"k8s-wait""#, with: #""namespace":"k8s-wait","resourceVersion":"\#(version)""#)
        return try SecretDocument(Array(text.utf8).span)
    }
}

extension AuthorityDocument {
    /// The pins of its authorities, current first.
    var pins: [String] { trusted.pins }
}
