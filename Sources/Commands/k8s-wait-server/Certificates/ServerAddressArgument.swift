internal import ArgumentParser

/// Where a server listens, as a client names it: `HOST:PORT`, or `[IPv6]:PORT`.
struct ServerAddressArgument: ExpressibleByArgument, Hashable, CustomStringConvertible {
    /// A DNS name or a numeric address, without brackets.
    let host: String
    /// The port.
    let port: UInt16

    /// Reads one; nil for what is none.
    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...]),
            port > 0
        else { return nil }
        var host = argument[..<colon]
        if host.first == "[", host.last == "]" {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self.host = String(host)
        self.port = port
    }

    /// The address as it was given.
    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
