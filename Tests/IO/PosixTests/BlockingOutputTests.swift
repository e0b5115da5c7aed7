import Glibc
import Posix
import Testing

@Suite struct BlockingOutputTests {
    @Test func writesMoreThanAPipeHolds() async throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        let reading = Descriptor(owning: ends[0])
        let writing = ends[1]
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        try DetachedThread.start(name: "writer") {
            BlockingOutput.write(bytes, to: writing)
            close(writing)
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case .value(let count) = buffer.withUnsafeMutableBytes({ reading.read(into: $0) }), count > 0 {
            received += buffer[..<count]
        }
        #expect(received == bytes)
    }

    @Test func returnsWhenNobodyReads() throws {
        Signals.ignorePipe()
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        BlockingOutput.write(Array("lost".utf8), to: ends[1])
        close(ends[1])
    }
}
