/// A private key in PEM, which shows itself nowhere: a log line or a failed test must not print it.
struct PrivateKeyText: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The text.
    let pem: [UInt8]

    /// The key in `pem`.
    init(_ pem: [UInt8]) { self.pem = pem }

    /// Not the key.
    var description: String { "(private key)" }

    /// Not the key either.
    var customMirror: Mirror { Mirror(self, children: []) }
}
