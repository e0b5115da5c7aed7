/// How many requests a reflector has made.
package struct ReflectorRequests: Hashable, Sendable {
    /// Pages of lists.
    package var lists = 0
    /// Watches; all but the first are restarts.
    package var watches = 0
}
