internal import HTTPServer
internal import Logging
internal import Posix

/// The limits of every port: the defaults, what the settings change, and what the descriptors suffice for.
struct ServerLimits {
    /// Of the webhook's port.
    let webhook: HTTPServerLimits
    /// Of the status server's port.
    let status: HTTPServerLimits
    /// Of the operator's port.
    let operatorPort: HTTPServerLimits
    /// Of the port for clients of k8s-when-ready.
    let legacy: HTTPServerLimits

    /// What the process itself has open, beside a watch for each kind and object: files, event loops, requests to the
    /// API server.
    private static let ownDescriptors = 64

    /// Raises the limit on descriptors as far as the system lets us, and shares them out. Says so where they do not suffice.
    init(_ options: ServerOptions, logger: Logger) {
        let webhook = options.webhookLimits.applied(to: PortLimits.webhook)
        let status = options.statusLimits.applied(to: PortLimits.status)
        let operatorPort = options.operatorLimits.applied(to: PortLimits.operatorPort)
        let legacy = options.legacyLimits.applied(to: PortLimits.legacy)
        let granted = DescriptorLimit.raise()
        let budget = DescriptorBudget(
            granted: granted, own: options.maxWatches + Self.ownDescriptors, webhook: webhook.connections,
            status: status.connections, operatorPort: operatorPort.connections,
            legacy: options.legacyListen == nil ? 0 : legacy.connections)
        self.webhook = webhook.with(connections: budget.webhook)
        self.status = status.with(connections: budget.status)
        self.operatorPort = operatorPort.with(connections: budget.operatorPort)
        self.legacy = legacy.with(connections: max(1, budget.legacy))
        guard budget.isShort else { return }
        logger.notice(
            "fewer connections than asked for: the limit on open files is low",
            metadata: [
                "limit": "\(granted)", "webhook": "\(budget.webhook)", "status": "\(budget.status)",
                "operator": "\(budget.operatorPort)",
            ])
    }
}
