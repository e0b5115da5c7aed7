/// How long a client waits, and for how much.
package struct HTTPClientLimits: Hashable, Sendable {
    /// For the addresses of a name when there are no others to try.
    package var resolution: Duration
    /// For the addresses of a name when others are known: those are tried next.
    package var resolutionBeforeFallback: Duration
    /// For one address: TCP connection and TLS handshake together.
    package var connection: Duration
    /// For the next byte, from the request's last one on; after it the server counts as lost.
    package var silence: Duration
    /// The largest body that `HTTPClient.send` collects, in bytes.
    package var bodyBytes: Int

    /// These limits; each one left out is a safe default.
    package init(
        resolution: Duration = .seconds(15), resolutionBeforeFallback: Duration = .seconds(3),
        connection: Duration = .seconds(5), silence: Duration = .seconds(45), bodyBytes: Int = 1 << 20
    ) {
        self.resolution = resolution
        self.resolutionBeforeFallback = resolutionBeforeFallback
        self.connection = connection
        self.silence = silence
        self.bodyBytes = bodyBytes
    }
}
