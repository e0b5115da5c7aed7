internal import ArgumentParser
internal import Posix

/// Where to listen: `HOST:PORT`, `[IPv6]:PORT`, or `:PORT` for every address, IPv6 and IPv4. Port 0 lets the system
/// choose; the log says which it chose.
struct ListenAddress: ExpressibleByArgument {
    private let text: String

    /// Every address of the host at this port.
    init(port: UInt16) {
        text = ":\(port)"
    }

    /// Parses the argument.
    init?(argument: String) {
        guard (try? SocketAddress.parseListen(argument)) != nil else { return nil }
        text = argument
    }

    /// The address as the sockets want it.
    func resolved() throws(PosixError) -> SocketAddress { try SocketAddress.parseListen(text) }

    /// What the help shows.
    var defaultValueDescription: String { text }
}
