/// The files and bytes that every connection needs, as they are now. Lives on the transport's thread.
struct CurlCredentials {
    /// What one request is made with.
    struct Current: Hashable {
        /// The token, without blanks around it; nil for none.
        var token: String?
        /// The authorities, PEM; nil where the system's are used, or none.
        var authorities: [UInt8]?
        /// The client certificate, PEM.
        var chain: [UInt8]?
        /// Its key, PEM.
        var privateKey: [UInt8]?
    }

    private var token: Source?
    private var authorities: Source?
    private var chain: Source?
    private var privateKey: Source?

    /// Credentials whose files have not been read yet.
    init(_ configuration: KubernetesConfiguration) {
        token = configuration.token.map(Source.init)
        if case .authorities(let material) = configuration.trust { authorities = Source(material) }
        chain = (configuration.clientCertificate?.chain).map(Source.init)
        privateKey = (configuration.clientCertificate?.privateKey).map(Source.init)
    }

    /// What a request that is made now needs.
    ///
    /// - Parameters:
    ///   - now: monotonic time since any fixed moment.
    ///   - isDue: whether the files are looked at whatever the time.
    mutating func current(now: Duration, isDue: Bool) throws(KubernetesError) -> Current {
        var current = Current()
        current.authorities = try authorities?.read(now, isDue)
        current.chain = try chain?.read(now, isDue)
        current.privateKey = try privateKey?.read(now, isDue)
        current.token = try (token?.read(now, isDue)).map(Self.tokenText)
        return current
    }

    /// A token as a header may carry it: RFC 6750 section 2.1 allows no blanks and no control characters.
    static func tokenText(_ bytes: [UInt8]) throws(KubernetesError) -> String {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        let text = bytes.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        guard !text.isEmpty, text.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw KubernetesError(
                .configuration, "the bearer token is empty, or has a blank or a control character in it")
        }
        return String(decoding: text, as: UTF8.self)
    }

    private enum Source {
        case bytes([UInt8])
        case file(WatchedFile)

        init(_ material: KubernetesConfiguration.Material) {
            switch material {
            case .bytes(let bytes): self = .bytes(bytes)
            case .file(let path): self = .file(WatchedFile(path: path))
            }
        }

        mutating func read(_ now: Duration, _ isDue: Bool) throws(KubernetesError) -> [UInt8] {
            switch self {
            case .bytes(let bytes): return bytes
            case .file(var file):
                defer { self = .file(file) }
                return try file.read(now: now, isDue: isDue)
            }
        }
    }
}
