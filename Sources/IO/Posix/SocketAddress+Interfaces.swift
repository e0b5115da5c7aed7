import Glibc

extension SocketAddress {
    /// getifaddrs(3): the addresses of a network interface of this network namespace, link-local ones last. Empty when
    /// there is no such interface.
    package static func ofInterface(_ name: String) throws(PosixError) -> [SocketAddress] {
        var list: UnsafeMutablePointer<ifaddrs>?
        try Syscall.require("getifaddrs") { getifaddrs(&list) }
        defer { freeifaddrs(list) }
        var addresses: [SocketAddress] = []
        var linkLocal: [SocketAddress] = []
        var next = list
        while let entry = next {
            next = entry.pointee.ifa_next
            guard let source = entry.pointee.ifa_addr, String(cString: entry.pointee.ifa_name) == name else { continue }
            // The family is the first field of every socket address (sockaddr(3type)).
            let family = Int32(UnsafeRawPointer(source).loadUnaligned(as: UInt16.self))
            let size = family == AF_INET6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
            var storage = sockaddr_storage()
            withUnsafeMutableBytes(of: &storage) { bytes in
                bytes.copyMemory(from: UnsafeRawBufferPointer(start: source, count: size))
            }
            guard let address = SocketAddress(storage) else { continue }
            // RFC 4291, 2.4: fe80::/10.
            if address.isIPv6, address.host.hasPrefix("fe80:") {
                linkLocal.append(address)
            } else {
                addresses.append(address)
            }
        }
        return addresses + linkLocal
    }
}
