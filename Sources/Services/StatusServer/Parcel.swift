package import Posix

/// What a stream writes at once: every line that has come up since the last time.
package struct Parcel: Sendable {
    /// Whole lines.
    package let bytes: [UInt8]
    /// How the stream ends with these lines; nil if it goes on.
    package let end: StreamEnd?
    /// When the event that brought the end was received from the API server; nil if none did.
    package let receivedAt: MonotonicTime?
}
