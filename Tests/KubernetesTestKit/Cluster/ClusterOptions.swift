/// Decides whether a request is allowed whatever the roles say; called for every request, with the cluster's lock not
/// held.
package typealias Authorizer = @Sendable (RequestAttributes) -> Bool

/// How a cluster is set up.
package struct ClusterOptions: Sendable {
    /// How objects are treated.
    package var state = ClusterState.Settings()
    /// Who may talk to it at first.
    package var authentication = Authentication()
    /// Who may do what beside what Roles and ClusterRoles grant. The default: members of `system:masters` everything, others
    /// nothing but discovery.
    package var authorizer: Authorizer = { $0.user.isMaster }
    /// How webhooks are reached.
    package var webhooks: any WebhookCaller
    /// Seconds since 1970.
    package var clock: @Sendable () -> Int

    /// The defaults, with what calls webhooks and what tells the time.
    package init(webhooks: any WebhookCaller, clock: @escaping @Sendable () -> Int) {
        self.webhooks = webhooks
        self.clock = clock
    }
}
