import Glibc
import Posix
import Testing

@Suite("Descriptor")
struct DescriptorTests {
    @Test("a connection carries bytes both ways and ends", arguments: ["127.0.0.1:0", "[::1]:0", ":0"])
    func exchange(listen: String) throws {
        let listener = try Descriptor.listening(on: try SocketAddress.parseListen(listen))
        let bound = try listener.localAddress()
        #expect(bound.port != 0)
        let target = try #require(
            SocketAddress(numericHost: bound.host == "::" ? "127.0.0.1" : bound.host, port: bound.port))
        let client = try Descriptor.connecting(to: target)
        #expect(try client.wait(for: Int32(POLLOUT), until: nil))
        #expect(client.connectionError() == 0)
        #expect(try listener.wait(for: Int32(POLLIN), until: nil))
        guard case .connection(let server, let peer) = listener.accept() else {
            Issue.record("nobody was accepted")
            return
        }
        #expect(peer.unmapped.host == target.host)
        #expect(Array("hello".utf8).withUnsafeBytes { client.send($0) } == .value(5))
        #expect(try server.wait(for: Int32(POLLIN), until: nil))
        var buffer = [UInt8](repeating: 0, count: 16)
        #expect(buffer.withUnsafeMutableBytes { server.receive(into: $0) } == .value(5))
        #expect(buffer.prefix(5).elementsEqual("hello".utf8))
        #expect(buffer.withUnsafeMutableBytes { server.receive(into: $0) } == .wouldBlock)
        client.shutdownWriting()
        #expect(try server.wait(for: Int32(POLLIN), until: nil))
        #expect(buffer.withUnsafeMutableBytes { server.receive(into: $0) } == .value(0))
    }

    @Test("sending to a peer that has gone is an error, not a signal")
    func gone() throws {
        var pair: [Int32] = [-1, -1]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        let ours = Descriptor(owning: pair[0])
        close(pair[1])
        #expect(Array("x".utf8).withUnsafeBytes { ours.send($0) } == .failure(EPIPE))
    }

    @Test("waiting past the deadline says so")
    func deadline() throws {
        let listener = try Descriptor.listening(on: try SocketAddress.parseListen("127.0.0.1:0"))
        #expect(try !listener.wait(for: Int32(POLLIN), until: MonotonicTime.now()))
        #expect(try !listener.wait(for: Int32(POLLIN), until: MonotonicTime.now().adding(.milliseconds(2))))
    }

    @Test("an address in use is refused with its name")
    func inUse() throws {
        let listener = try Descriptor.listening(on: try SocketAddress.parseListen("127.0.0.1:0"))
        let address = try listener.localAddress()
        do {
            _ = try Descriptor.listening(on: address)
            Issue.record("it was bound twice")
        } catch {
            #expect(error.errno == EADDRINUSE)
            #expect(error.message.contains("\(address)"))
        }
    }

    @Test("a descriptor is closed with its owner")
    func ownership() throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        #expect(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
        let reader = Descriptor(owning: ends[0])
        var byte: [UInt8] = [0]
        do {
            let writer = Descriptor(owning: ends[1])
            #expect(byte.withUnsafeMutableBytes { reader.read(into: $0) } == .wouldBlock)
            _ = consume writer
        }
        #expect(byte.withUnsafeMutableBytes { reader.read(into: $0) } == .value(0))
    }
}
