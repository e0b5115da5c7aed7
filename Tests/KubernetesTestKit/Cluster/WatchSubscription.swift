/// One watch that is open.
package struct WatchSubscription: Sendable {
    /// Tells it from the others.
    package let id: Int
    /// The resource watched.
    package let resource: ResourceDefinition
    /// The lines to be sent.
    package let queue: WatchQueue
    /// Whether the client wants bookmarks.
    package let wantsBookmarks: Bool
    /// When the server ends the watch, in seconds from its start.
    package let timeout: Int
    /// How changes become lines for this client.
    let events: WatchEvents
}
