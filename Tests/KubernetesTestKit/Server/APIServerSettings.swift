package import Posix

/// How a fake API server is set up.
package struct APIServerSettings: Sendable {
    /// Where it listens; port 0 lets the system choose.
    package var listen: SocketAddress?
    /// Whether it serves HTTPS, with an identity of its own making, or plain HTTP.
    package var usesTLS = true
    /// The users, by bearer token. Without any, everybody is an administrator.
    package var tokens: [String: UserInfo] = [:]
    /// How objects are treated.
    package var state = ClusterState.Settings()
    /// Who may do what beside what roles grant; nil for the default of `ClusterOptions`.
    package var authorizer: Authorizer?
    /// Where Services that webhooks are called at are, by `namespace/name`.
    package var services: [String: SocketAddress] = [:]
    /// How often a watch that wants bookmarks gets one.
    package var bookmarkInterval = Duration.seconds(60)

    /// The defaults: HTTPS on a free port of 127.0.0.1, everybody an administrator.
    package init() {}
}
