/// The memory of the pages of one list: two buffers that take turns, one being filled while the objects in the other
/// are read.
///
/// A page of 500 pods has some 3 MB, and the kernel clears fresh memory before it gives it out: for a long list that
/// costs more than reading from the socket.
struct PageBuffers: Sendable {
    private var spare: [UInt8] = []
    private var held: [UInt8] = []
    private var newestCount = 0

    /// No memory yet.
    init() {}

    /// How long the next page will be, as far as the newest one tells.
    var expectedCount: Int { newestCount &+ newestCount / 16 }

    /// An empty buffer for the next page, with the room that it had when it was given back.
    mutating func take() -> [UInt8] {
        var buffer: [UInt8] = []
        swap(&buffer, &spare)
        return buffer
    }

    /// A page is here, and its objects will be read from it.
    mutating func hold(_ page: [UInt8]) {
        held = page
        newestCount = page.count
    }

    /// Nobody reads the held page any more. Where that is not so it costs memory and nothing else: arrays are values.
    mutating func giveBack() {
        guard held.capacity > 0 else { return }
        swap(&spare, &held)
        held = []
        spare.removeAll(keepingCapacity: true)
    }
}
