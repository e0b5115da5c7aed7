import Glibc
import Posix

/// A TCP connection that has begun. Closed with its owner.
final class ConnectingSocket {
    private let descriptor: Descriptor
    private let address: SocketAddress

    private init(to address: SocketAddress) throws(PosixError) {
        descriptor = try Descriptor.connecting(to: address)
        self.address = address
    }

    /// Connects to all addresses at the same time, since one that swallows packets must not cost the others their time;
    /// ready with the first that accepts. Blocks the calling thread until `deadline` at the most.
    static func race(to addresses: [SocketAddress], until deadline: MonotonicTime) -> ProbeAnswer {
        var sockets: [ConnectingSocket] = []
        var reason: String?
        for address in addresses.prefix(ProbeRunner.mostAddresses) {
            do throws(PosixError) {
                sockets.append(try ConnectingSocket(to: address))
            } catch {
                reason = reason ?? PosixError.text(of: error.errno)
            }
        }
        while !sockets.isEmpty {
            var entries = sockets.map { pollfd(fd: $0.descriptor.rawValue, events: Int16(POLLOUT), revents: 0) }
            let left = deadline.since(.now()).clampedNanoseconds
            let milliseconds = left < 0 ? 0 : left / 1_000_000 + 1
            let count = poll(&entries, nfds_t(entries.count), Int32(clamping: milliseconds))
            if count == 0, MonotonicTime.now() >= deadline { return .waiting("NotConnected", "does not answer") }
            var pending: [ConnectingSocket] = []
            for (socket, entry) in zip(sockets, entries) {
                guard entry.revents != 0 else {
                    pending.append(socket)
                    continue
                }
                let number = socket.result()
                if number == 0 { return .ready("Connected", "accepts connections at \(socket.address)") }
                reason = reason ?? PosixError.text(of: number)
            }
            sockets = pending
        }
        return .waiting("NotConnected", reason ?? "has no address")
    }

    /// The errno(3) of the attempt; 0 when the connection stands.
    private func result() -> Int32 {
        let number = descriptor.connectionError()
        guard number == 0, let own = try? descriptor.localAddress() else { return number }
        // TCP's simultaneous open: on loopback a socket can be connected to itself, where nobody listens.
        return own == address ? ECONNREFUSED : 0
    }
}
