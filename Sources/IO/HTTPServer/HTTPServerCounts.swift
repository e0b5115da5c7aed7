/// A server's numbers at one moment.
package struct HTTPServerCounts: Hashable, Sendable {
    /// Connections open now, those that are only being refused left out.
    package let connections: Int
    /// Requests whose answer is not on its way yet.
    package let requestsInFlight: Int
}
