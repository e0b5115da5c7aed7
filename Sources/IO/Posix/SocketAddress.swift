package import Glibc

/// A numeric IPv4 or IPv6 address with a port.
package struct SocketAddress: Hashable, Sendable {
    /// The address in network order: 4 bytes in `low` for IPv4, 16 over both for IPv6.
    private let high: UInt64
    private let low: UInt64
    private let scope: UInt32
    /// The port in host order; 0 in a listening address asks the system for a free one.
    package let port: UInt16
    /// True for IPv6 (AF_INET6), false for IPv4.
    package let isIPv6: Bool

    private init(high: UInt64, low: UInt64, scope: UInt32, port: UInt16, isIPv6: Bool) {
        self.high = high
        self.low = low
        self.scope = scope
        self.port = port
        self.isIPv6 = isIPv6
    }

    /// Parses a numeric address by inet_pton(3); brackets around IPv6 are allowed. nil for anything else, host names
    /// included.
    package init?(numericHost text: String, port: UInt16) {
        var host = text[...]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        let name = String(host)
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, name, &four) == 1 {
            self.init(high: 0, low: UInt64(four.s_addr), scope: 0, port: port, isIPv6: false)
        } else if inet_pton(AF_INET6, name, &six) == 1 {
            self.init(six, scope: 0, port: port)
        } else {
            return nil
        }
    }

    /// Reads what getaddrinfo(3), accept4(2) or getsockname(2) has filled in. nil for other address families.
    package init?(_ storage: sockaddr_storage) {
        var copy = storage
        let address: SocketAddress? = withUnsafeBytes(of: &copy) { bytes in
            switch Int32(storage.ss_family) {
            case AF_INET:
                let four = bytes.loadUnaligned(as: sockaddr_in.self)
                return SocketAddress(
                    high: 0, low: UInt64(four.sin_addr.s_addr), scope: 0, port: UInt16(bigEndian: four.sin_port),
                    isIPv6: false)
            case AF_INET6:
                let six = bytes.loadUnaligned(as: sockaddr_in6.self)
                return SocketAddress(
                    six.sin6_addr, scope: six.sin6_scope_id, port: UInt16(bigEndian: six.sin6_port))
            default:
                return nil
            }
        }
        guard let address else { return nil }
        self = address
    }

    /// The same host with another port.
    package func with(port: UInt16) -> SocketAddress {
        SocketAddress(high: high, low: low, scope: scope, port: port, isIPv6: isIPv6)
    }

    /// The same host as IPv4 where it is an IPv4 address mapped into IPv6 (RFC 4291, 2.5.5.2), as a dual-stack
    /// listener reports its IPv4 peers.
    package var unmapped: SocketAddress {
        guard isIPv6, high == 0 else { return self }
        let bytes = withUnsafeBytes(of: low) { Array($0) }
        guard bytes[0] == 0, bytes[1] == 0, bytes[2] == 0xff, bytes[3] == 0xff else { return self }
        let address = withUnsafeBytes(of: low) { $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self) }
        return SocketAddress(high: 0, low: UInt64(address), scope: 0, port: port, isIPv6: false)
    }

    /// The host without its port, numeric, without brackets.
    package var host: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            guard let base = buffer.baseAddress else { return "?" }
            let size = socklen_t(buffer.count)
            var six = inet6
            var four = in_addr(s_addr: UInt32(truncatingIfNeeded: low))
            let text = isIPv6 ? inet_ntop(AF_INET6, &six, base, size) : inet_ntop(AF_INET, &four, base, size)
            return text.map { String(cString: $0) } ?? "?"
        }
    }

    /// Calls `body` with the address in the form that bind(2) and connect(2) take.
    package func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        if isIPv6 {
            var six = sockaddr_in6()
            six.sin6_family = sa_family_t(AF_INET6)
            six.sin6_port = port.bigEndian
            six.sin6_addr = inet6
            six.sin6_scope_id = scope
            return withUnsafePointer(to: &six) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
        var four = sockaddr_in()
        four.sin_family = sa_family_t(AF_INET)
        four.sin_port = port.bigEndian
        four.sin_addr.s_addr = UInt32(truncatingIfNeeded: low)
        return withUnsafePointer(to: &four) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private init(_ address: in6_addr, scope: UInt32, port: UInt16) {
        var copy = address
        let halves = withUnsafeBytes(of: &copy) {
            ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
        self.init(high: halves.0, low: halves.1, scope: scope, port: port, isIPv6: true)
    }

    private var inet6: in6_addr {
        var address = in6_addr()
        withUnsafeMutableBytes(of: &address) {
            $0.storeBytes(of: high, as: UInt64.self)
            $0.storeBytes(of: low, toByteOffset: 8, as: UInt64.self)
        }
        return address
    }
}

extension SocketAddress: CustomStringConvertible {
    /// `127.0.0.1:8443` or `[::1]:8443`.
    package var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
