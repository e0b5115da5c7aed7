internal import Glibc
package import Posix
internal import Synchronization

/// Ports for servers that must be told theirs before they start, and find it again after a restart.
///
/// They lie below the range that the system chooses from (ip_local_port_range in ip(7)), so that no other test's
/// connection takes one while its server is down.
package enum ReservedPort {
    private static let count = Atomic<Int>(Int(getpid()) % 8_000)

    /// The next address of 127.0.0.1 that is free.
    package static func next() throws(PosixError) -> SocketAddress {
        var failure = PosixError("listen", message: "no port is free")
        for _ in 0..<100 {
            let port = 21_000 + count.wrappingAdd(1, ordering: .relaxed).oldValue % 10_000
            do throws(PosixError) {
                return try Descriptor.listening(on: SocketAddress.parseListen("127.0.0.1:\(port)")).localAddress()
            } catch {
                failure = error
            }
        }
        throw failure
    }
}
