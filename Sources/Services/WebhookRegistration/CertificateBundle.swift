internal import Encodings

/// The certificates of a PEM text as a set: two bundles that trust the same are equal, whatever stands between the blocks
/// and in which order they come. Nothing is verified here.
package struct CertificateBundle: Hashable, Sendable {
    /// The DER encodings.
    private let certificates: Set<[UInt8]>

    /// The certificates of a PEM text; nil when it has none, or a block that cannot be read.
    package init?(pem: [UInt8]) {
        var certificates: Set<[UInt8]> = []
        var block: String?
        for line in String(decoding: pem, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let line = line.trimming(while: \.isWhitespace)
            switch line {
            case "-----BEGIN CERTIFICATE-----":
                guard block == nil else { return nil }
                block = ""
            case "-----END CERTIFICATE-----":
                guard let text = block, let der = Base64.decode(text), !der.isEmpty else { return nil }
                certificates.insert(der)
                block = nil
            default:
                block?.append(contentsOf: line)
            }
        }
        guard block == nil, !certificates.isEmpty else { return nil }
        self.certificates = certificates
    }

    /// Whether it holds every certificate of another.
    package func contains(_ other: CertificateBundle) -> Bool { certificates.isSuperset(of: other.certificates) }
}

extension Substring {
    /// Without such characters at both ends.
    fileprivate func trimming(while condition: (Character) -> Bool) -> Substring {
        var text = drop(while: condition)
        while let last = text.last, condition(last) { text.removeLast() }
        return text
    }
}
