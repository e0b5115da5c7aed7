/// The memory of the pages of one list: buffers that take turns. One is read, one may wait, and one is being filled.
///
/// A page of 500 pods has some 3 MB, and the kernel clears fresh memory before it gives it out: for a long list that
/// costs more than reading from the socket.
struct PageBuffers: Sendable {
    /// Two at the most: there are never more pages than three.
    private var spare: [[UInt8]] = []
    private var newestCount = 0

    /// No memory yet.
    init() {}

    /// An empty buffer for the next page, with room for one that is as long as the newest.
    mutating func take() -> [UInt8] {
        var buffer = spare.popLast() ?? []
        // Some more, so that a few bytes of difference do not make it move each time.
        if buffer.capacity < newestCount { buffer.reserveCapacity(newestCount + newestCount / 16) }
        return buffer
    }

    /// A page has been read, and is taken away. Where somebody else still has it too this costs memory and nothing
    /// else: arrays are values.
    mutating func giveBack(_ page: inout [UInt8]) {
        newestCount = page.count
        var buffer: [UInt8] = []
        swap(&buffer, &page)
        buffer.removeAll(keepingCapacity: true)
        if spare.count == 2 { spare.removeFirst() }
        spare.append(buffer)
    }
}
