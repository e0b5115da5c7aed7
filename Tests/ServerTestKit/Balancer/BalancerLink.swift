import Posix

/// One connection through a balancer: bytes, ends and resets of each side reach the other.
final class BalancerLink {
    /// The client's side.
    let client: BalancerEnd
    /// The replica's side.
    let server: BalancerEnd
    private var isConnected = false
    /// Both sides are through, or one has failed.
    private(set) var isOver = false

    /// Begins to connect to a replica; nil, with the client reset, when that fails at once.
    init?(_ client: BalancerEnd, to address: SocketAddress) {
        guard let socket = try? Descriptor.connecting(to: address) else {
            client.reset()
            return nil
        }
        self.client = client
        server = BalancerEnd(socket)
    }

    /// Takes what poll has found about one side.
    func happened(_ event: Poller.Event, isClient: Bool) {
        let (near, far) = isClient ? (client, server) : (server, client)
        if !isClient, !isConnected {
            guard server.connectionError == 0 else { return fail() }
            isConnected = true
            server.flush()
            if client.hasEnded { server.finish() }
        }
        if event.isWritable { near.flush() }
        if event.isReadable || event.isBroken, near.wantsToRead {
            let bytes = near.read()
            if !bytes.isEmpty { far.give(bytes) }
            // A connection that has not begun cannot be ended in one direction.
            if near.hasEnded, isConnected { far.finish() }
        } else if event.isBroken {
            return fail()
        }
        client.mayRead = server.hasRoom
        server.mayRead = client.hasRoom
        if client.isBroken || server.isBroken { return fail() }
        isOver = client.isDone && server.isDone
    }

    private func fail() {
        client.reset()
        server.reset()
        isOver = true
    }
}
