import Locking
import Testing

/// One holder at a time; the thread sanitizer's run of these tests is what shows that it sees the order, too.
final class LockedTests: Sendable {
    private let total = Locked(0)
    private let words = Locked<[String]>([])

    @Test("no increment is lost between tasks")
    func exclusion() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<1_000 { self.total.withLock { $0 += 1 } } }
            }
        }
        #expect(total.withLock { $0 } == 8_000)
    }

    @Test("a value on the heap is handed from task to task whole")
    func heap() async {
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask { for number in 0..<100 { self.words.withLock { $0.append("\(task).\(number)") } } }
            }
        }
        let collected = words.withLock { $0 }
        #expect(Set(collected).count == 400)
        for task in 0..<4 {
            #expect(collected.filter { $0.hasPrefix("\(task).") } == (0..<100).map { "\(task).\($0)" })
        }
    }

    @Test("an error leaves the lock free, and the value as the body left it")
    func error() {
        let value = Locked(1)
        #expect(throws: Refusal.self) {
            try value.withLock { value throws(Refusal) in
                value = 2
                throw Refusal()
            }
        }
        #expect(value.withLock { $0 } == 2)
    }

    @Test("a value that cannot be copied moves in and out")
    func noncopyable() {
        let slot = Locked<Token?>(Token(number: 7))
        guard let token = slot.withLock({ $0.take() }) else {
            Issue.record("the slot was empty")
            return
        }
        let number = token.number
        let isEmpty = slot.withLock { $0 == nil }
        #expect(number == 7)
        #expect(isEmpty)
    }

    private struct Refusal: Error {}

    private struct Token: ~Copyable, Sendable {
        let number: Int
    }
}
