/// Warnings that the API server itself gives for what it stores all the same.
enum ObjectWarnings {
    /// The warnings for an object; recorded for TLS Secrets (`secret-create-tls.http`).
    static func of(_ object: JSONValue) -> [String] {
        guard object["kind"] == "Secret", object["type"] == "kubernetes.io/tls" else { return [] }
        let certificate = object.at("data", "tls.crt")?.string.flatMap(Base64.decode) ?? []
        guard !String(decoding: certificate, as: UTF8.self).contains("-----BEGIN ") else { return [] }
        return ["tls: failed to find any PEM data in certificate input"]
    }
}
