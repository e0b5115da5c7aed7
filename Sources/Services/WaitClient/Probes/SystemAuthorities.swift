import Glibc
import Locking
import Posix
import TLS

/// The authorities that the container's image trusts, read once they are needed. Safe from any thread.
final class SystemAuthorities: Sendable {
    /// Where distributions keep them: Debian, Fedora, openSUSE, RHEL, Alpine.
    static let paths = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
    ]

    private let paths: [String]
    // A bundle has more than a hundred certificates: too many to read at each try.
    private let context = Locked<TLSClientContext?>(nil)

    /// The authorities in the first of these files that there is.
    init(_ paths: [String] = SystemAuthorities.paths) {
        self.paths = paths
    }

    /// A context that trusts them; nil where there is no such file. Throws for one that cannot be read.
    func trusted() throws(WaitClientError) -> TLSClientContext? {
        if let known = context.withLock({ $0 }) { return known }
        guard let path = paths.first(where: { access($0, F_OK) == 0 }) else { return nil }
        let made = try WaitTrust.file(path).context()
        context.withLock { $0 = made }
        return made
    }
}
