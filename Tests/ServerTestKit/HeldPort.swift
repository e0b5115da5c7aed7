internal import Glibc
package import Posix

/// A port of 127.0.0.1 where nobody listens, and that nobody else is given, as long as this lives: whoever names it may
/// listen there, end, and listen again (SO_REUSEADDR in socket(7)); who connects meanwhile is refused.
///
/// A port that was free a moment ago may be another test's by now.
package final class HeldPort: Sendable {
    private let socket: Descriptor
    /// Where it is.
    package let address: SocketAddress

    /// A port of the system's choice.
    package init() throws(PosixError) {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let number = Int32(truncatingIfNeeded: try Syscall.require("socket") { Glibc.socket(AF_INET, type, 0) })
        socket = Descriptor(owning: number)
        var isShared: Int32 = 1
        try Syscall.require("setsockopt") {
            setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &isShared, socklen_t(MemoryLayout<Int32>.size))
        }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        try Syscall.require("bind") {
            withUnsafePointer(to: &place) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        address = try socket.localAddress()
    }
}
