/// Told of everything that happens in a server. One observer is called from all its loops at once and must not block.
package protocol HTTPServerObserver: Sendable {
    /// Takes note of one event.
    func observe(_ event: HTTPServerEvent)
}
