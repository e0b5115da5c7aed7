internal import HTTPServer

/// How the descriptors that the system grants are shared out, so that no port can take them from another, nor from the
/// connections to the API server.
struct DescriptorBudget {
    /// How many connections the webhook's port may have.
    private(set) var webhook: Int
    /// The status server's.
    private(set) var status: Int
    /// The operator's.
    private(set) var operatorPort: Int
    /// That of k8s-when-ready; 0 without it.
    private(set) var legacy: Int
    /// Less was granted than the settings ask for.
    private(set) var isShort: Bool

    /// Shares out what the settings ask for where it fits. Otherwise the operator's port and that of k8s-when-ready get a
    /// sixteenth each, the webhook a third of the rest, and the status server what then is left.
    ///
    /// - Parameters:
    ///   - granted: the limit on open descriptors.
    ///   - own: what the process itself may need: watches, files, event loops.
    ///   - webhook: how many connections the settings ask for, and so for the other ports; `legacy` 0 without that port.
    init(granted: Int, own: Int, webhook: Int, status: Int, operatorPort: Int, legacy: Int) {
        // Of little, others need something too.
        let left = max(4, granted - min(own, granted / 4))
        isShort = webhook + status + operatorPort + legacy > left
        self.webhook = webhook
        self.status = status
        self.operatorPort = operatorPort
        self.legacy = legacy
        guard isShort else { return }
        self.operatorPort = min(operatorPort, max(1, left / 16))
        self.legacy = min(legacy, max(1, left / 16))
        let rest = left - self.operatorPort - self.legacy
        self.webhook = min(webhook, max(1, max(rest / 3, rest - status)))
        self.status = min(status, max(1, rest - self.webhook))
    }
}

extension HTTPServerLimits {
    /// These limits with no more connections than this.
    func with(connections: Int) -> HTTPServerLimits {
        var limits = self
        limits.connections = connections
        limits.connectionsPerPeer = min(connectionsPerPeer, connections)
        return limits
    }
}
