import CLinux
import Glibc

/// What accept4(2) brought.
package enum Accepted: ~Copyable {
    /// A connection, non-blocking and closed on exec, and who is at its other end.
    case connection(Descriptor, peer: SocketAddress)
    /// Nobody waits.
    case none
    /// It failed with this errno(3): `EMFILE` and `ENFILE` among them.
    case failure(Int32)
}

extension Descriptor {
    /// A listening TCP socket on `address`, non-blocking, SO_REUSEADDR; an unspecified IPv6 address takes IPv4 as well
    /// (dual stack), and on a host without IPv6 falls back to 0.0.0.0. `backlog` is limited by net.core.somaxconn.
    package static func listening(on address: SocketAddress, backlog: Int32 = 4096) throws(PosixError) -> Descriptor {
        let dualStack = address.isIPv6 && address.host == "::"
        do {
            return try bound(to: address, dualStack: dualStack, backlog: backlog)
        } catch {
            guard dualStack, error.errno == EAFNOSUPPORT || error.errno == EADDRNOTAVAIL,
                let four = SocketAddress(numericHost: "0.0.0.0", port: address.port)
            else { throw error }
            return try bound(to: four, dualStack: false, backlog: backlog)
        }
    }

    /// A TCP socket whose connection to `address` has begun: wait until it is writable, then ask `connectionError`.
    /// It comes from the address `source`, or from one that the system chooses.
    package static func connecting(
        to address: SocketAddress, from source: SocketAddress? = nil
    ) throws(PosixError) -> Descriptor {
        let descriptor = try stream(isIPv6: address.isIPv6)
        if let source {
            let outcome = source.withSocketAddress { pointer, length in
                Syscall.attempt { bind(descriptor.rawValue, pointer, length) }
            }
            if case .failure(let number) = outcome { throw PosixError("bind \(source)", errno: number) }
        }
        let result = address.withSocketAddress { pointer, length in
            Syscall.attempt { connect(descriptor.rawValue, pointer, length) }
        }
        if case .failure(let number) = result { throw PosixError("connect \(address)", errno: number) }
        descriptor.setNoDelay()
        return descriptor
    }

    /// accept4(2). A connection that died in the queue (ECONNABORTED and the network errors that Linux hands over from
    /// the new socket) is skipped.
    package borrowing func accept() -> Accepted {
        while true {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            switch Syscall.attempt({ k8s_wait_accept(rawValue, &storage, &length) }) {
            case .value(let number):
                let descriptor = Descriptor(owning: Int32(truncatingIfNeeded: number))
                guard let peer = SocketAddress(storage) else { continue }
                return .connection(descriptor, peer: peer)
            case .wouldBlock: return .none
            case .failure(ECONNABORTED), .failure(EPROTO), .failure(ENETDOWN), .failure(ENOPROTOOPT),
                .failure(EHOSTDOWN), .failure(ENONET), .failure(EHOSTUNREACH), .failure(ENETUNREACH),
                .failure(EOPNOTSUPP), .failure(EPERM):
                continue
            case .failure(let number): return .failure(number)
            }
        }
    }

    /// SO_ERROR of a socket whose connect(2) has ended: 0 when it is connected.
    package borrowing func connectionError() -> Int32 {
        var number: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(rawValue, SOL_SOCKET, SO_ERROR, &number, &length) == 0 else { return errno }
        return number
    }

    /// getsockname(2): the address that this socket is bound to, with the port that the system chose.
    package borrowing func localAddress() throws(PosixError) -> SocketAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let number = rawValue
        try Syscall.require("getsockname") {
            withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &length) }
            }
        }
        guard let address = SocketAddress(storage) else {
            throw PosixError("getsockname", message: "the socket has neither an IPv4 nor an IPv6 address")
        }
        return address
    }

    /// TCP_NODELAY: small writes leave at once instead of waiting for the peer's acknowledgement. An error is left
    /// alone: the socket works without it.
    package borrowing func setNoDelay() {
        setOption(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    }

    /// TCP_QUICKACK: acknowledges what has come now, not after the usual 40 ms. It wears off by itself.
    package borrowing func acknowledgeNow() {
        setOption(Int32(IPPROTO_TCP), TCP_QUICKACK, 1)
    }

    /// Notices a peer that vanished without a word: unacknowledged data (TCP_USER_TIMEOUT) and a silent connection
    /// (TCP keep-alive probes) both fail after about `seconds`.
    package borrowing func setPeerTimeout(seconds: Int32) {
        setOption(Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, seconds.multipliedReportingOverflow(by: 1000).partialValue)
        setOption(SOL_SOCKET, SO_KEEPALIVE, 1)
        setOption(Int32(IPPROTO_TCP), TCP_KEEPIDLE, max(1, seconds / 2))
        setOption(Int32(IPPROTO_TCP), TCP_KEEPINTVL, max(1, seconds / 6))
        setOption(Int32(IPPROTO_TCP), TCP_KEEPCNT, 3)
    }

    /// shutdown(2) of the writing half: the peer reads the end of the stream, and may still send.
    package borrowing func shutdownWriting() {
        _ = shutdown(rawValue, Int32(SHUT_WR))
    }

    private borrowing func setOption(_ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        _ = setsockopt(rawValue, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func stream(isIPv6: Bool) throws(PosixError) -> Descriptor {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = try Syscall.require("socket") { socket(isIPv6 ? AF_INET6 : AF_INET, type, 0) }
        return Descriptor(owning: Int32(truncatingIfNeeded: number))
    }

    private static func bound(
        to address: SocketAddress, dualStack: Bool, backlog: Int32
    ) throws(PosixError) -> Descriptor {
        let descriptor = try stream(isIPv6: address.isIPv6)
        let number = descriptor.rawValue
        descriptor.setOption(SOL_SOCKET, SO_REUSEADDR, 1)
        if address.isIPv6 { descriptor.setOption(Int32(IPPROTO_IPV6), IPV6_V6ONLY, dualStack ? 0 : 1) }
        let outcome = address.withSocketAddress { pointer, length in
            Syscall.attempt { bind(number, pointer, length) }
        }
        if case .failure(let error) = outcome { throw PosixError("bind \(address)", errno: error) }
        try Syscall.require("listen \(address)") { listen(number, backlog) }
        return descriptor
    }
}
