import Posix

/// One front's listening socket.
final class BalancerListener {
    private let socket: Descriptor
    /// Where it listens.
    let address: SocketAddress

    /// On a free port of 127.0.0.1.
    init() throws(PosixError) {
        socket = try Descriptor.listening(on: SocketAddress.parseListen("127.0.0.1:0"))
        address = try socket.localAddress()
    }

    /// The socket's number.
    var descriptor: Int32 { socket.rawValue }

    /// The next client; nil when nobody waits.
    func accept() -> BalancerEnd? {
        guard case .connection(let client, _) = socket.accept() else { return nil }
        client.setNoDelay()
        return BalancerEnd(client)
    }
}
