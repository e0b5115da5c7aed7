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
    ]
}
