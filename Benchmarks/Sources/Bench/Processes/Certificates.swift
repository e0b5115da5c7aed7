/// The files that `scripts/gen-certs` makes: ECDSA P-256, for localhost.
struct Certificates: Sendable {
    /// The authority's certificate.
    let authority: String
    /// The serving certificate, then the authority's.
    let chain: String
    /// The serving certificate's key.
    let key: String

    /// Makes them in the scratch folder; the second time they are there already.
    init(in workshop: Workshop) throws(BenchmarkError) {
        let folder = workshop.scratch("certs")
        authority = "\(folder)/ca.pem"
        chain = "\(folder)/server.pem"
        key = "\(folder)/server.key"
        if (try? readFile(key)) != nil { return }
        _ = try ChildProcess.output(["\(workshop.package)/scripts/gen-certs", folder], in: workshop)
    }
}
