import CLinux
import Glibc

extension SocketAddress {
    /// getaddrinfo(3) for a stream socket, in the system's order of preference. Blocks its thread. Throws when the name
    /// has no address.
    package static func resolve(host: String, port: UInt16) throws(PosixError) -> [SocketAddress] {
        if let numeric = SocketAddress(numericHost: host, port: port) { return [numeric] }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_family = AF_UNSPEC
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        defer { if list != nil { freeaddrinfo(list) } }
        guard status == 0 else {
            throw PosixError(
                "getaddrinfo",
                message: "cannot resolve \"\(host)\": \(String(cString: gai_strerror(status))); check the name and DNS")
        }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next {
            if let address = read(entry.pointee)?.with(port: port), !addresses.contains(address) {
                addresses.append(address)
            }
            next = entry.pointee.ai_next
        }
        guard !addresses.isEmpty else {
            throw PosixError("getaddrinfo", message: "\"\(host)\" has neither an IPv4 nor an IPv6 address")
        }
        return addresses
    }

    /// Reads a listening address: `HOST:PORT` with a numeric host or `localhost`, `[V6]:PORT`; `:PORT` and `*:PORT` are
    /// every address of both families (the unspecified IPv6 address; `Descriptor.listening` falls back without IPv6).
    package static func parseListen(_ text: String) throws(PosixError) -> SocketAddress {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw PosixError("listen", message: "\"\(text)\" is not HOST:PORT with a port from 0 to 65535")
        }
        let host = String(text[..<colon])
        switch host {
        case "", "*":
            guard let address = SocketAddress(numericHost: "::", port: port) else { break }
            return address
        case "localhost":
            guard let address = SocketAddress(numericHost: "127.0.0.1", port: port) else { break }
            return address
        default:
            // An IPv6 address without brackets would leave it open which of its colons begins the port.
            if host.contains(":"), !host.hasPrefix("[") { break }
            guard let address = SocketAddress(numericHost: host, port: port) else { break }
            return address
        }
        throw PosixError(
            "listen",
            message: "\"\(host)\" in \"\(text)\" is no numeric address: write 0.0.0.0, [::] or one of this host's")
    }

    private static func read(_ info: addrinfo) -> SocketAddress? {
        guard let source = info.ai_addr, info.ai_addrlen <= socklen_t(MemoryLayout<sockaddr_storage>.size) else {
            return nil
        }
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { bytes in
            bytes.copyMemory(from: UnsafeRawBufferPointer(start: source, count: Int(info.ai_addrlen)))
        }
        return SocketAddress(storage)
    }
}
