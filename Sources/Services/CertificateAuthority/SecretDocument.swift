internal import Encodings
internal import JSONText
internal import KubernetesClient
internal import TLS

/// What a Secret says as the place of our authorities.
///
/// Its data, version 1: `version` (`1`), `promoted` (seconds since 1970, in digits), `current.crt`, `current.key`,
/// `successor.crt`, `successor.key` (PEM), and `previous.crt` while there is one.
struct SecretDocument: Hashable, Sendable {
    /// What can be made of its data.
    enum Content: Hashable, Sendable {
        /// The authorities.
        case authorities(AuthorityDocument)
        /// No data at all, as in a Secret that was made to be filled.
        case empty
        /// Something that this server does not understand, and why.
        case unreadable(String)
    }

    /// The version of the data that is written, and the only one that is read.
    static let version = "1"

    /// The Secret's name.
    let name: String
    /// The version of the object, to be written over.
    let resourceVersion: String
    /// The authorities in it.
    let content: Content

    /// Reads a Secret. Throws where it is none, which says nothing about the authorities.
    init(_ json: Span<UInt8>) throws(JSONError) {
        let stored = try StoredData(json)
        name = stored.name
        resourceVersion = stored.resourceVersion
        do {
            content = stored.data.isEmpty ? .empty : .authorities(try AuthorityDocument(data: stored.data))
        } catch {
            content = .unreadable(error.message)
        }
    }

    /// The body that creates the Secret.
    static func creation(name: String, namespace: String, _ document: AuthorityDocument) -> [UInt8] {
        OwnObject.creation(.secrets, name: name, namespace: namespace, capacity: 8 << 10) { writer in
            writer.member("type", "Opaque")
            document.write(into: &writer, removesAbsent: false)
        }
    }

    /// The merge patch that puts the authorities into the Secret of exactly that version.
    static func patch(resourceVersion: String, _ document: AuthorityDocument) -> [UInt8] {
        OwnObject.patch(resourceVersion: resourceVersion, capacity: 8 << 10) { writer in
            document.write(into: &writer, removesAbsent: true)
        }
    }
}

extension AuthorityDocument {
    /// Reads the data of a Secret. Throws unless everything is there and belongs together: what is not understood must not
    /// be lost when it is written again.
    fileprivate init(data: [String: String]) throws(TLSError) {
        let version = try Self.bytes(of: "version", in: data)
        guard version == Array(SecretDocument.version.utf8) else {
            throw TLSError(
                .certificate,
                "its version is \(Excerpt.quoted(String(decoding: version, as: UTF8.self))), and this server reads version \(SecretDocument.version) only"
            )
        }
        let moment = String(decoding: try Self.bytes(of: "promoted", in: data), as: UTF8.self)
        guard let promoted = Int64(moment), 0...Self.latest ~= promoted else {
            throw TLSError(.certificate, "\"promoted\" holds no moment in seconds since 1970")
        }
        let current = try Self.authority("current", in: data)
        let successor = try Self.authority("successor", in: data)
        guard current.details.publicKeyPin != successor.details.publicKeyPin else {
            throw TLSError(.certificate, "\"current.crt\" and \"successor.crt\" have the same key")
        }
        var previous: Former?
        if data["previous.crt"] != nil {
            let certificate = try Self.bytes(of: "previous.crt", in: data)
            previous = try Self.naming("previous.crt") { () throws(TLSError) in try Former(certificate: certificate) }
        }
        self.init(current: current, successor: successor, previous: previous, promoted: promoted)
    }

    /// Writes the member `data`; with `removesAbsent` what is not in the document is removed where it was.
    fileprivate func write(into writer: inout JSONWriter, removesAbsent: Bool) {
        writer.key("data")
        writer.beginObject()
        func item(_ name: String, _ value: [UInt8]) {
            writer.key(name)
            writer.base64(value)
        }
        item("version", Array(SecretDocument.version.utf8))
        item("promoted", Array(String(promoted).utf8))
        item("current.crt", current.certificate)
        item("current.key", current.key.pem)
        item("successor.crt", successor.certificate)
        item("successor.key", successor.key.pem)
        if let previous {
            item("previous.crt", previous.certificate)
        } else if removesAbsent {
            writer.key("previous.crt")
            writer.null()
        }
        writer.endObject()
    }

    /// The year 9999, the last that a certificate can name: no sum of such moments overflows.
    private static let latest: Int64 = 253_402_300_799

    private static func authority(_ name: String, in data: [String: String]) throws(TLSError) -> Authority {
        let certificate = try bytes(of: "\(name).crt", in: data)
        let key = try bytes(of: "\(name).key", in: data)
        return try naming("\(name).crt and \(name).key") { () throws(TLSError) in
            try Authority(certificate: certificate, key: key)
        }
    }

    private static func bytes(of name: String, in data: [String: String]) throws(TLSError) -> [UInt8] {
        guard let text = data[name] else { throw TLSError(.certificate, "it lacks \"\(name)\"") }
        guard let bytes = Base64.decode(text) else { throw TLSError(.certificate, "\"\(name)\" is not Base64") }
        return bytes
    }

    private static func naming<Result>(
        _ item: String, _ body: () throws(TLSError) -> Result
    ) throws(TLSError) -> Result {
        do throws(TLSError) {
            return try body()
        } catch {
            throw TLSError(error.code, "\(item): \(error.message)")
        }
    }
}
