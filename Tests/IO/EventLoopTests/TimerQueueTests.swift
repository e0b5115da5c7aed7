import Testing

@testable import EventLoop

@Suite("TimerQueue")
struct TimerQueueTests {
    private func drain(_ queue: inout TimerQueue<Int>, now: Int64 = .max) -> [Int] {
        var taken: [Int] = []
        while let payload = queue.popExpired(now: now) { taken.append(payload) }
        return taken
    }

    @Test("earliest first, first come first served within a moment")
    func order() {
        var queue = TimerQueue<Int>()
        var generator = SystemRandomNumberGenerator()
        let deadlines = (0..<500).map { _ in Int64.random(in: 0..<50, using: &generator) }
        for (index, deadline) in deadlines.enumerated() { queue.add(index, deadline: deadline) }
        let expected = deadlines.indices.sorted { (deadlines[$0], $0) < (deadlines[$1], $1) }
        #expect(drain(&queue) == expected)
        #expect(queue.next == nil)
    }

    @Test("only what is due is taken")
    func due() {
        var queue = TimerQueue<Int>()
        for deadline in [30, 10, 20] { queue.add(deadline, deadline: Int64(deadline)) }
        #expect(queue.popExpired(now: 9) == nil)
        #expect(drain(&queue, now: 20) == [10, 20])
        #expect(queue.next == 30)
    }

    @Test("sweeping keeps what is wanted, in order")
    func sweep() {
        var queue = TimerQueue<Int>()
        for value in (0..<100).reversed() { queue.add(value, deadline: Int64(value)) }
        queue.keep { $0 % 3 == 0 }
        #expect(queue.count == 34)
        #expect(drain(&queue) == Array(stride(from: 0, to: 100, by: 3)))
    }
}
