import Glibc
import Posix

/// A TCP port of 127.0.0.1 that nobody listens on at the moment.
func freePort() throws -> UInt16 {
    guard let any = SocketAddress(numericHost: "127.0.0.1", port: 0) else {
        throw BenchmarkError("127.0.0.1 is not an address")
    }
    return try Descriptor.listening(on: any).localAddress().port
}

/// Waits until somebody accepts connections on the port, 20 seconds at the most; `log` is named if nobody does.
func awaitListener(port: UInt16, log: String) throws {
    guard let address = SocketAddress(numericHost: "127.0.0.1", port: port) else { return }
    for _ in 0..<200 {
        let socket = try Descriptor.connecting(to: address)
        if try socket.wait(for: Int32(POLLOUT), until: .now().adding(.seconds(1))), socket.connectionError() == 0 {
            return
        }
        usleep(100_000)
    }
    let said = (try? readFile(log)).map { String(decoding: $0.suffix(2000), as: UTF8.self) } ?? ""
    throw BenchmarkError("nobody listens on port \(port) after 20 seconds. Its log ends with: \(said)")
}
