import Dependencies
import HTTPClient

/// One dependency that this program itself tries, in the pod's own network and file system.
struct Probe: Hashable, Sendable {
    /// How it is tried.
    enum Attempt: Hashable, Sendable {
        /// A TCP connection to a DNS name or numeric address.
        case connect(host: String, port: UInt16)
        /// A GET; `authorities` is the file to verify the server by.
        case request(HTTPURL, statuses: StatusCodes, authorities: String?, isInsecure: Bool)
        /// A look-up of a host name.
        case resolve(String)
        /// A look at a file.
        case read(String)
    }

    /// The dependency's canonical text.
    let dependency: String
    /// How messages call it.
    let name: String
    /// How it is tried.
    let attempt: Attempt

    /// The probe of a dependency; nil for one that the status server judges. Throws for a URL that cannot be asked.
    init?(_ dependency: Dependency) throws(WaitClientError) {
        switch dependency.target {
        case .address(let host, let port): attempt = .connect(host: host, port: UInt16(clamping: port))
        case .url(let text):
            let options = dependency.options
            do {
                attempt = .request(
                    try HTTPURL(text), statuses: options.status ?? .successful, authorities: options.authorities,
                    isInsecure: options.isInsecure)
            } catch {
                throw WaitClientError(.badArgument, error.message)
            }
        case .host(let name): attempt = .resolve(name)
        case .path(let path): attempt = .read(path)
        case .name, .selector: return nil
        }
        self.dependency = dependency.description
        name = dependency.displayName
    }
}
