import Testing

@testable import KubernetesClient

/// Pages of a list take turns in few buffers.
@Suite struct PageBuffersTests {
    @Test func theRoomOfAPageThatWasReadIsUsedForAnother() {
        var buffers = PageBuffers()
        #expect(buffers.take().capacity == 0)
        var page: [UInt8] = []
        page.reserveCapacity(10_000)
        page.append(1)
        buffers.giveBack(&page)
        let next = buffers.take()
        #expect(next.isEmpty && next.capacity >= 10_000)
        #expect(buffers.take().capacity < 10_000, "it is given out once")
    }

    @Test func aPageThatSomebodyStillHasStaysAsItIs() {
        var buffers = PageBuffers()
        let page: [UInt8] = [1, 2, 3]
        var given = page
        buffers.giveBack(&given)
        #expect(given.isEmpty)
        var next = buffers.take()
        next.append(9)
        #expect(page == [1, 2, 3])
    }

    @Test func thereIsRoomForAPageAsLongAsTheNewest() {
        var buffers = PageBuffers()
        var page = [UInt8](repeating: 0, count: 1600)
        buffers.giveBack(&page)
        var short: [UInt8] = [1]
        _ = buffers.take()
        #expect(buffers.take().capacity >= 1600, "though the spare one is in use")
        buffers.giveBack(&short)
        #expect(buffers.take().capacity < 1600)
    }
}
