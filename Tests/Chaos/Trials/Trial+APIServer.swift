import KubernetesTestKit

extension Trial {
    /// What may happen to the API server.
    static let apiServerTrials = [
        Trial(
            name: "api-down-at-start", summary: "the API server refuses connections when the server starts",
            duration: .seconds(30), shortDuration: .seconds(2), precedesServer: true,
            begin: { await $0.api.refuseConnections() }, end: { try $0.api.acceptConnections() }),
        Trial(
            name: "api-down", summary: "the API server refuses connections for a while",
            duration: .seconds(120), shortDuration: .seconds(2),
            begin: { await $0.api.refuseConnections() }, end: { try $0.api.acceptConnections() }),
        Trial(
            name: "api-gone", summary: "every watch is answered 410, and every page of a list after the first",
            duration: .seconds(30), shortDuration: .seconds(2),
            begin: { site in
                site.api.cluster.add(Fault(.gone, verb: "watch"))
                site.api.cluster.forgetHistory()
                site.api.cluster.expireContinueTokens()
                site.api.cluster.strikeWatches(.gone)
            }, end: { $0.api.cluster.removeFaults() }),
        refusals("api-429", 429, "every request is answered 429, Retry-After 1 s"),
        refusals("api-500", 500, "every request is answered 500"),
        Trial(
            name: "api-half-open", summary: "watches and new requests get no byte, and connections stay open",
            duration: .seconds(30), shortDuration: .seconds(5), serverOptions: ["--watch-silence", "2s"],
            unnoticed: .seconds(3),
            begin: { site in
                site.api.cluster.add(Fault(.silence))
                site.api.cluster.strikeWatches(.silence)
            }, end: { $0.api.cluster.removeFaults() }),
        Trial(
            name: "api-certificate", summary: "the certificate is of a new authority, and the CA file only later",
            duration: .seconds(30), shortDuration: .seconds(2),
            begin: { site in
                try site.api.rotateIdentity()
                await site.api.refuseConnections()
                try site.api.acceptConnections()
            }, end: { try $0.publishAuthority() }),
        Trial(
            name: "api-token", summary: "the token is refused with 401, and the file has a new one only later",
            duration: .seconds(30), shortDuration: .seconds(2),
            begin: { site in
                site.api.cluster.authentication.tokens = ["token-2": .admin]
                site.api.cluster.strikeWatches(.end)
            }, end: { try $0.publishToken("token-2") }),
    ]

    private static func refusals(_ name: String, _ status: Int, _ summary: String) -> Trial {
        Trial(
            name: name, summary: summary, duration: .seconds(30), shortDuration: .seconds(2),
            begin: { site in
                site.api.cluster.add(Fault(.status(status, retryAfter: status == 429 ? 1 : nil)))
                site.api.cluster.strikeWatches(.drop)
            }, end: { $0.api.cluster.removeFaults() })
    }
}
