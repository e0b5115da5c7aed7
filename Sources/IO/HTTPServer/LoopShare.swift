import EventLoop
import HTTP1
import Posix

/// What all connections of one server on one loop share. Touched on that loop alone.
final class LoopShare: @unchecked Sendable {
    // Unchecked: only connections, which are actors on the loop, touch the mutable parts.
    /// The loop.
    let loop: EventLoop
    /// Where bytes land before they are looked at: a waiting connection needs no buffer of its own.
    let scratch: UnsafeMutableRawBufferPointer
    private var dateSecond = Int64.min
    private var dateText = ""

    /// The share of one loop; its buffer of 64 KiB lives as long as it does.
    init(loop: EventLoop) {
        self.loop = loop
        scratch = .allocate(byteCount: 65_536, alignment: 16)
    }

    deinit { scratch.deallocate() }

    /// The Date field of an answer that is sent now, made once a second.
    var date: String {
        let now = WallClock.seconds()
        if now != dateSecond {
            dateSecond = now
            dateText = HTTPDate.text(secondsSince1970: Int(now))
        }
        return dateText
    }
}
