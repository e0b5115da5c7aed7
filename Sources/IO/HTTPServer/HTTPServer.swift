package import EventLoop
package import Posix
package import TLS

/// An HTTP/1.1 server on sockets of its own, in clear or over TLS.
package final class HTTPServer: Sendable {
    /// The addresses that it listens on, with the ports that the system chose.
    package let addresses: [SocketAddress]
    private let core: ServerCore
    private let listeners: [Listener]
    private let accepting: [Task<Void, Never>]
    private let loops: [EventLoop]

    private init(
        addresses: [SocketAddress], core: ServerCore, listeners: [Listener], accepting: [Task<Void, Never>],
        loops: [EventLoop]
    ) {
        self.addresses = addresses
        self.core = core
        self.listeners = listeners
        self.accepting = accepting
        self.loops = loops
    }

    /// Binds every address of `listen`, then serves on `loops`, of which there must be one at least, and which may serve
    /// others too. `tls` nil serves in clear. Also sets SIGPIPE to be ignored. Throws when an address cannot be bound.
    package static func start(
        listen: [SocketAddress], loops: [EventLoop], limits: HTTPServerLimits = HTTPServerLimits(),
        tls: TLSServerContext?, handler: any HTTPHandler, observer: (any HTTPServerObserver)? = nil
    ) throws(PosixError) -> HTTPServer {
        guard let first = loops.first else {
            throw PosixError("listen", message: "a server needs at least one event loop")
        }
        Signals.ignorePipe()
        let core = ServerCore(limits: limits, tls: tls, handler: handler, observer: observer)
        let shares = loops.map { LoopShare(loop: $0) }
        var addresses: [SocketAddress] = []
        var listeners: [Listener] = []
        for (index, address) in listen.enumerated() {
            let socket = try Descriptor.listening(on: address)
            addresses.append(try socket.localAddress())
            listeners.append(Listener(socket, loop: first, shares: shares, first: index, server: core))
        }
        let accepting = listeners.map { listener in
            Task(executorPreference: first) { await listener.run() }
        }
        return HTTPServer(
            addresses: addresses, core: core, listeners: listeners, accepting: accepting, loops: loops)
    }

    /// The numbers of this moment.
    package var counts: HTTPServerCounts {
        HTTPServerCounts(connections: core.registry.count, requestsInFlight: core.requestsInFlight)
    }

    /// From now on every answer is its connection's last, so that clients which keep connections look for another server while
    /// this one still serves.
    package func endKeepAlive() {
        core.drain()
    }

    /// Accepts nobody any more, except who waits in the queue already. From now on every answer is its connection's last.
    package func stopAccepting() {
        core.drain()
        for listener in listeners {
            Task(executorPreference: listener.loop) { await listener.stop() }
        }
    }

    /// Closes the connections that are between two requests. From now on every answer is its connection's last.
    package func closeIdle() {
        core.drain()
        for connection in core.registry.all { connection.closeIfIdle() }
    }

    /// Ends the server: accepts nobody any more, closes idle connections, gives the others `limit` to finish, then
    /// closes them too. Returns when all are closed; a handler that goes on regardless is waited for another second.
    package func finish(within limit: Duration) async {
        stopAccepting()
        for task in accepting { await task.value }
        closeIdle()
        guard let loop = loops.first else { return }
        let registry = core.registry
        let abort = loop.schedule(after: limit) {
            for connection in registry.all { connection.abort() }
        }
        let giveUp = loop.schedule(after: limit + .seconds(1)) { registry.giveUp() }
        await registry.empty()
        abort.cancel()
        giveUp.cancel()
    }
}
